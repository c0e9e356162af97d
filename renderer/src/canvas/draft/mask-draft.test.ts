import { describe, expect, it } from 'vitest'
import type { PromptAnswer } from '@contract/segments'
import type { Bitmap } from '@mask/bitmap'
import { encodeRle } from '@mask/rle'
import { needsAnswer, promptOf } from './draft-state'
import { MaskDraft } from './mask-draft'

const grid = { width: 10, height: 6 }

function start() {
  const changes: unknown[] = []
  const draft = new MaskDraft(grid, {
    onPixels: (box) => changes.push(box),
    onState: () => undefined,
  })
  return { draft, changes }
}

function drawn({ width, height, data }: Bitmap): string[] {
  return Array.from({ length: height }, (_, y) =>
    [...data.subarray(y * width, (y + 1) * width)].map((one) => (one === 1 ? '#' : '.')).join(''),
  )
}

/** A mask of some columns. */
function columns(from: number, to: number): Bitmap {
  const data = Uint8Array.from({ length: 60 }, (_, at) => (at % 10 >= from && at % 10 < to ? 1 : 0))
  return { ...grid, data }
}

function answer(id: string, ...masks: Bitmap[]): PromptAnswer {
  const scores = { quality: 0.9, stability: 0.9 }
  return {
    answer: id,
    model: 'basic',
    choices: masks.map((mask) => ({ mask: encodeRle(mask), ...scores })),
  }
}

const area = (draft: MaskDraft) => draft.bits.data.reduce((sum, one) => sum + one, 0)
const at = (x: number, y = 0.5) => ({ x, y })

describe('a mask that is pointed at', () => {
  it('is the answer to its points, and what refines it names that answer', () => {
    const { draft } = start()
    draft.addPoint(at(0.1), true)
    expect(needsAnswer(draft.state)).toBe(true)
    draft.answered(draft.state, answer('one', columns(0, 2), columns(0, 4)))
    expect(area(draft)).toBe(12)
    draft.choose(1)
    expect(area(draft)).toBe(24)
    draft.addPoint(at(0.3), false)
    // Until the new answer is here the old one is seen, and not kept.
    expect(area(draft)).toBe(24)
    expect(draft.result()).toBeNull()
    expect(promptOf(draft.state)).toEqual({
      points: [
        { at: at(0.1), positive: true },
        { at: at(0.3), positive: false },
      ],
      box: null,
      strokes: [],
      previous: { answer: 'one', choice: 1 },
    })
    draft.undo()
    draft.undo()
    expect(area(draft)).toBe(12)
    draft.undo()
    expect(draft.blank).toBe(true)
    draft.redo()
    expect(area(draft)).toBe(12)
  })

  it('asks nobody while only what does not belong was pointed at', () => {
    const { draft } = start()
    draft.addPoint(at(0.1), false)
    expect(needsAnswer(draft.state)).toBe(false)
  })

  it('takes no answer that nobody waits for any more', () => {
    const { draft } = start()
    draft.addPoint(at(0.1), true)
    const asked = draft.state
    draft.begin()
    draft.answered(asked, answer('late', columns(0, 9)))
    expect(area(draft)).toBe(0)
  })

  it('goes through the choices in a circle', () => {
    const { draft } = start()
    draft.addPoint(at(0.1), true)
    draft.answered(draft.state, answer('one', columns(0, 1), columns(0, 2), columns(0, 3)))
    draft.choose(-1)
    expect(draft.state.choice).toBe(2)
    draft.choose(1)
    expect(draft.state.choice).toBe(0)
  })

  it('shows a preview that is no step and never part of what is kept', () => {
    const { draft } = start()
    draft.preview(encodeRle(columns(0, 5)))
    expect(area(draft)).toBe(30)
    expect(draft.result()).toBeNull()
    expect(draft.canUndo).toBe(false)
    draft.preview(null)
    expect(area(draft)).toBe(0)
  })
})

describe('a mask of several parts', () => {
  it('adds the next thing to what is there, or cuts it out', () => {
    const { draft } = start()
    draft.addPoint(at(0.1), true)
    draft.answered(draft.state, answer('one', columns(0, 4)))
    draft.setMode('subtract')
    draft.addPoint(at(0.2), true)
    expect(draft.state.previous).toBeNull()
    draft.answered(draft.state, answer('two', columns(1, 3)))
    expect(drawn(draft.bits)[0]).toBe('#..#......')
    draft.setMode('add')
    draft.addPoint(at(0.9), true)
    draft.answered(draft.state, answer('three', columns(8, 10)))
    expect(drawn(draft.bits)[0]).toBe('#..#....##')
  })
})

describe('a mask that is drawn', () => {
  it('is painted and erased in strokes, each of them one step', () => {
    const { draft, changes } = start()
    draft.brushDown(at(0.15, 0.25), 0.5, 1)
    draft.brushTo(at(0.75, 0.25), 0.5, 1)
    draft.brushUp()
    expect(drawn(draft.bits)[1]).toBe('.#######..')
    draft.brushDown(at(0.45, 0.25), 0.5, 0)
    draft.brushUp()
    expect(drawn(draft.bits)[1]).toBe('.###.###..')
    draft.undo()
    expect(drawn(draft.bits)[1]).toBe('.#######..')
    expect(changes.length).toBeGreaterThan(3)
  })

  it('encloses what a polygon of three corners or more encloses', () => {
    const { draft } = start()
    draft.addCorner({ x: 0.2, y: 0 })
    draft.addCorner({ x: 0.6, y: 0 })
    expect(draft.closePath()).toBe(false)
    draft.addCorner({ x: 0.6, y: 1 })
    draft.addCorner({ x: 0.2, y: 1 })
    expect(draft.closePath()).toBe(true)
    expect(drawn(draft.bits)[3]).toBe('..####....')
    expect(draft.state.path).toEqual([])
  })

  it('becomes outlines and pixels again', () => {
    const { draft } = start()
    draft.begin(encodeRle(columns(2, 6)))
    draft.toggleOutlines()
    expect(draft.state.rings).toHaveLength(1)
    expect(drawn(draft.bits)[3]).toBe('..####....')
    draft.toggleOutlines()
    expect(draft.state.rings).toBeNull()
    expect(drawn(draft.bits)[3]).toBe('..####....')
  })

  it('has corners to move, to insert and to take away; moving one is a single step', () => {
    const { draft } = start()
    draft.begin(encodeRle(columns(2, 6)))
    draft.setRings([
      [
        { x: 0.2, y: 0 },
        { x: 0.6, y: 0 },
        { x: 0.6, y: 1 },
        { x: 0.2, y: 1 },
      ],
    ])
    draft.moveCorner(0, 1, { x: 0.7, y: 0 }, true)
    draft.moveCorner(0, 1, { x: 0.8, y: 0 }, false)
    draft.moveCorner(0, 2, { x: 0.8, y: 1 }, true)
    expect(drawn(draft.bits)[3]).toBe('..######..')
    draft.undo()
    draft.undo()
    expect(drawn(draft.bits)[3]).toBe('..####....')
    draft.insertCorner(0, 1, { x: 0.4, y: 0 })
    expect(draft.state.rings?.[0]).toHaveLength(5)
    draft.removeCorner(0, 1)
    draft.removeCorner(0, 0)
    draft.removeCorner(0, 0)
    expect(draft.state.rings).toEqual([])
  })
})
