import { describe, expect, it } from 'vitest'
import type { ImagePoint } from '@contract/ids'
import { picturePoint } from '../coordinates'
import { MaskDraft } from '../draft/mask-draft'
import type { CanvasTool } from '../tool'
import { toolOf } from './tool-of'
import type { ToolId } from './tool-port'

const picture = { width: 100, height: 50 }

function start(id: ToolId, negative = false) {
  const draft = new MaskDraft(picture, { onPixels: () => undefined, onState: () => undefined })
  const picked: [ImagePoint, boolean][] = []
  const pointed: (ImagePoint | null)[] = []
  const tool = toolOf(id, {
    draft,
    picture,
    radius: () => 3,
    negative: () => negative,
    pick: (at, more) => picked.push([at, more]),
    point: (at) => pointed.push(at),
  })
  return { draft, tool, picked, pointed }
}

/** Presses at the first place, goes through the others, lets go at the last. */
function stroke(tool: CanvasTool, places: [number, number][], other = false): void {
  const at = places.map(([x, y]) => picturePoint(x, y))
  const [first = picturePoint(0, 0), ...rest] = at
  tool.press({ at: first, scale: 1, other, more: false })
  for (const place of rest) tool.drag(place, 1)
  tool.release(at.at(-1) ?? first, 1)
}

const area = (draft: MaskDraft) => draft.bits.data.reduce((sum, one) => sum + one, 0)

describe('pointing', () => {
  it('says yes by the left button and no by the other one', () => {
    const { draft, tool } = start('point')
    stroke(tool, [[50, 25]])
    stroke(tool, [[10, 5]], true)
    expect(draft.state.points).toEqual([
      { at: { x: 0.5, y: 0.5 }, positive: true },
      { at: { x: 0.1, y: 0.1 }, positive: false },
    ])
  })

  it('says no by any button while that is switched on', () => {
    const { draft, tool } = start('point', true)
    stroke(tool, [[50, 25]])
    expect(draft.state.points[0]?.positive).toBe(false)
  })

  it('ignores clicks beside the picture and forgives a trembling hand', () => {
    const { draft, tool } = start('point')
    stroke(tool, [[-3, 25]])
    stroke(tool, [
      [20, 20],
      [22, 21],
    ])
    expect(draft.state.box).toBeNull()
    expect(draft.state.points).toHaveLength(1)
  })

  it('draws a box by a drag in any direction, cut off at the edge of the picture', () => {
    const { draft, tool } = start('point')
    stroke(tool, [
      [80, 40],
      [60, 30],
      [-20, 10],
    ])
    expect(draft.state.box).toEqual({ x0: 0, y0: 0.2, x1: 0.8, y1: 0.8 })
    expect(draft.rubber).toBeNull()
  })

  it('takes a corner of the box again, and clicks refine it', () => {
    const { draft, tool } = start('box')
    stroke(tool, [
      [20, 10],
      [60, 30],
    ])
    stroke(tool, [
      [61, 31],
      [80, 40],
    ])
    expect(draft.state.box).toEqual({ x0: 0.2, y0: 0.2, x1: 0.8, y1: 0.8 })
    stroke(tool, [[50, 25]])
    expect(draft.state).toMatchObject({ box: { x0: 0.2 }, points: [{ positive: true }] })
  })

  it('tells where the pointer is until it leaves', () => {
    const { tool, pointed } = start('point')
    tool.hover(picturePoint(50, 25), 1)
    tool.hover(picturePoint(150, 25), 1)
    tool.hover(null, 1)
    expect(pointed).toEqual([{ x: 0.5, y: 0.5 }, null, null])
  })

  it('leaves nothing half done when it is called off', () => {
    const { draft, tool } = start('point')
    tool.press({ at: picturePoint(10, 10), scale: 1, other: false, more: false })
    tool.drag(picturePoint(40, 40), 1)
    tool.cancel()
    tool.release(picturePoint(40, 40), 1)
    expect(draft.blank).toBe(true)
    expect(draft.rubber).toBeNull()
  })
})

describe('drawing', () => {
  it('fills what a free line goes around, and cuts out by the other button', () => {
    const { draft, tool } = start('freehand')
    const around: [number, number][] = [
      [10, 10],
      [50, 10],
      [50, 40],
      [10, 40],
    ]
    stroke(tool, around)
    const whole = area(draft)
    expect(whole).toBeGreaterThan(1100)
    stroke(
      tool,
      around.map(([x, y]) => [15 + x / 2, 10 + y / 2]),
      true,
    )
    expect(area(draft)).toBeLessThan(whole - 200)
  })

  it('brushes and wipes, and does the other of the two by the other button', () => {
    const brush = start('brush')
    stroke(brush.tool, [
      [10, 20],
      [60, 20],
    ])
    const painted = area(brush.draft)
    expect(painted).toBeGreaterThan(250)
    stroke(brush.tool, [[30, 20]], true)
    expect(area(brush.draft)).toBeLessThan(painted)
    const eraser = start('eraser')
    eraser.draft.fill([
      { x: 0, y: 0 },
      { x: 1, y: 0 },
      { x: 1, y: 1 },
    ])
    const before = area(eraser.draft)
    stroke(eraser.tool, [[80, 10]])
    expect(area(eraser.draft)).toBeLessThan(before)
  })

  it('scribbles as wide as the brush, with a sign', () => {
    const { draft, tool } = start('scribble')
    stroke(tool, [
      [10, 10],
      [20, 10],
      [20.5, 10],
      [30, 10],
    ])
    stroke(tool, [[50, 40]], true)
    expect(draft.state.strokes).toEqual([
      { points: [10, 20, 30].map((x) => ({ x: x / 100, y: 0.2 })), positive: true, width: 0.06 },
      { points: [{ x: 0.5, y: 0.8 }], positive: false, width: 0.06 },
    ])
  })
})

describe('a polygon', () => {
  const triangle: [number, number][] = [
    [10, 10],
    [60, 10],
    [10, 40],
  ]

  it('takes corner after corner and closes at the first one', () => {
    const { draft, tool } = start('polygon')
    for (const corner of triangle) stroke(tool, [corner])
    expect(draft.state.path).toHaveLength(3)
    stroke(tool, [[12, 11]])
    expect(draft.state.path).toEqual([])
    expect(area(draft)).toBeGreaterThan(600)
  })

  it('moves a corner by dragging it, in one step, and takes it away by the other button', () => {
    const { draft, tool } = start('polygon')
    for (const corner of triangle) stroke(tool, [corner])
    stroke(tool, [
      [60, 10],
      [65, 12],
      [70, 20],
    ])
    expect(draft.state.path[1]).toEqual({ x: 0.7, y: 0.4 })
    draft.undo()
    expect(draft.state.path[1]).toEqual({ x: 0.6, y: 0.2 })
    stroke(tool, [[60, 10]], true)
    expect(draft.state.path).toHaveLength(2)
  })

  it('sets a corner between two of an outline', () => {
    const { draft, tool } = start('polygon')
    const ring = triangle.map(([x, y]) => ({ x: x / 100, y: y / 50 }))
    draft.setRings([ring])
    stroke(tool, [
      [35, 10],
      [35, 5],
    ])
    expect(draft.state.rings?.[0]?.[1]).toEqual({ x: 0.35, y: 0.1 })
    stroke(tool, [[90, 45]])
    expect(draft.state.path).toEqual([])
  })
})

it('selecting points at what is there', () => {
  const { tool, picked } = start('select')
  stroke(tool, [[50, 25]])
  stroke(tool, [[25, 25]], true)
  expect(picked).toEqual([
    [{ x: 0.5, y: 0.5 }, false],
    [{ x: 0.25, y: 0.5 }, true],
  ])
})
