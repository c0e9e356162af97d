import { describe, expect, it } from 'vitest'
import type { ImagePoint } from '@contract/ids'
import { screenPoint } from './coordinates'
import { CanvasEditor } from './editor'
import type { Surface } from './surface'
import type { Viewport } from './viewport'

/** The engine on a surface that only remembers where the picture was placed. */
function start() {
  const placed: Viewport[] = []
  const points: ImagePoint[] = []
  let spaces = 0
  const surface: Surface = {
    resize: () => undefined,
    place: (view) => placed.push(view),
    drawPicture: () => undefined,
    drawHeat: () => undefined,
    drawMarkers: () => undefined,
    drawBitmaps: () => undefined,
    drawSketch: () => undefined,
    drawRing: () => undefined,
    destroy: () => undefined,
  }
  const editor = new CanvasEditor(surface, {
    onPoint: (point) => points.push(point),
    onView: () => undefined,
    onSpace: () => (spaces += 1),
  })
  editor.resize({ width: 424, height: 324 })
  editor.show({ source: null, width: 800, height: 600 }, false)
  return { editor, placed, points, spaces: () => spaces }
}

describe('the canvas', () => {
  it('marks the clicked point as fractions of the picture', () => {
    const { editor, points } = start()
    editor.pointerDown(screenPoint(112, 162), 0)
    editor.pointerUp(screenPoint(113, 162))
    expect(points).toHaveLength(1)
    expect(points[0]?.x).toBeCloseTo(0.2525)
    expect(points[0]?.y).toBeCloseTo(0.5)
  })

  it('ignores a click beside the picture and a press that moved away', () => {
    const { editor, points } = start()
    editor.pointerDown(screenPoint(2, 2), 0)
    editor.pointerUp(screenPoint(2, 2))
    editor.pointerDown(screenPoint(100, 100), 0)
    editor.pointerUp(screenPoint(130, 100))
    expect(points).toEqual([])
  })

  it('pans by Space and drag, and then Space is not a key of its own', () => {
    const { editor, spaces } = start()
    editor.zoom(4)
    const before = editor.view
    editor.gesture.pressSpace()
    editor.pointerDown(screenPoint(200, 200), 0)
    editor.pointerMove(screenPoint(180, 190))
    editor.pointerUp(screenPoint(180, 190))
    editor.releaseSpace()
    expect(editor.view.x).toBeCloseTo(before.x - 20)
    expect(editor.view.y).toBeCloseTo(before.y - 10)
    expect(spaces()).toBe(0)
  })

  it('reports Space on release when nothing was dragged, once however long it was held', () => {
    const { editor, spaces } = start()
    editor.gesture.pressSpace()
    editor.gesture.pressSpace()
    editor.releaseSpace()
    editor.releaseSpace()
    expect(spaces()).toBe(1)
  })

  it('fits again when the stage changes, unless someone has zoomed', () => {
    const { editor } = start()
    editor.resize({ width: 824, height: 624 })
    expect(editor.view.scale).toBe(1)
    editor.zoom(2)
    editor.resize({ width: 424, height: 324 })
    expect(editor.view.scale).toBe(2)
  })

  it('keeps the view for a sharper source and fits another picture', () => {
    const { editor } = start()
    editor.zoom(3)
    const zoomed = editor.view
    editor.show({ source: null, width: 800, height: 600 }, true)
    expect(editor.view).toEqual(zoomed)
    editor.show({ source: null, width: 800, height: 600 }, false)
    expect(editor.view.scale).toBe(0.5)
  })

  it('shows one picture pixel per CSS pixel at 100 %', () => {
    const { editor } = start()
    editor.actualSize()
    expect(editor.view.scale).toBeCloseTo(1)
  })
})
