import type { Action } from '@/actions/action'
import type { CanvasHandle } from '@/canvas/canvas-handle'

/** Looking closer is the same on every canvas. */
export function canvasActions(canvas: () => CanvasHandle | null): Action[] {
  return [
    { id: 'fit', titleKey: 'canvas.fit', keys: ['f'], run: () => canvas()?.fit() },
    {
      id: 'actual-size',
      titleKey: 'canvas.actual',
      keys: ['$mod+Digit0'],
      run: () => canvas()?.actualSize(),
    },
    zooming('zoom-in', 'canvas.zoomIn', ['[Shift]++', '='], 1.25, canvas),
    zooming('zoom-out', 'canvas.zoomOut', ['-'], 0.8, canvas),
  ]
}

function zooming(
  id: string,
  titleKey: Action['titleKey'],
  keys: readonly string[],
  factor: number,
  canvas: () => CanvasHandle | null,
): Action {
  const run = () => canvas()?.zoom(factor)
  return { id, titleKey, keys, run, repeats: true, onlyByKey: true }
}
