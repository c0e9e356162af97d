import type { PromptBox } from '../segmenter'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Longest side in pixels of the grid that pictures are looked at on. */
export const GRID_SIDE = 512
/** The backbone halves a picture five times. */
const STEP = 32

/** The grid of a picture: about its own shape, both sides whole steps of the backbone. */
export function gridOf({ width, height }: Size): Size {
  const scale = GRID_SIDE / Math.max(width, height)
  const fit = (length: number) => Math.max(STEP, STEP * Math.round((length * scale) / STEP))
  return { width: fit(width), height: fit(height) }
}

/** A smallest window still shows what is around a thing of a few pixels. */
const LEAST = 24

/** A box with a share of its sides added on each side, within the grid. */
export function grow(box: PromptBox, share: number, grid: Size): PromptBox {
  const more = (from: number, to: number) =>
    Math.max(share * (to - from), (LEAST - (to - from)) / 2, 0)
  const [across, down] = [more(box.x0, box.x1), more(box.y0, box.y1)]
  return {
    x0: Math.max(0, box.x0 - across),
    y0: Math.max(0, box.y0 - down),
    x1: Math.min(grid.width, box.x1 + across),
    y1: Math.min(grid.height, box.y1 + down),
  }
}

/** The smallest box around all of them; null around none. */
export function around(boxes: readonly PromptBox[]): PromptBox | null {
  const [first, ...others] = boxes
  if (first === undefined) return null
  return others.reduce(
    (all, box) => ({
      x0: Math.min(all.x0, box.x0),
      y0: Math.min(all.y0, box.y0),
      x1: Math.max(all.x1, box.x1),
      y1: Math.max(all.y1, box.y1),
    }),
    first,
  )
}
