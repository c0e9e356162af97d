import type { PromptBox } from '../segmenter'
import type { GridPrompt } from './grid-prompt'

/** Cells on each side of the window that the decoder looks at. */
export const CELLS = 48
const AREA = CELLS * CELLS

/** What the decoder is told beside the picture, each a map of the window. */
const channel = {
  ...{ box: 0, positive: 1, negative: 2, positiveFar: 3, negativeFar: 4 },
  ...{ previous: 5, hasBox: 6, hasPrevious: 7 },
}
export const CHANNELS = 8

/** Cells that a click speaks for, and those that it hints at. */
const [NEAR, FAR] = [1.5, 6]

/**
 * Prompts and the mask so far as the decoder takes them: [CHANNELS, CELLS, CELLS]. `previous` holds
 * probabilities [CELLS, CELLS].
 */
export function promptMaps(
  window: PromptBox,
  { points, box }: GridPrompt,
  previous: Float32Array | null,
): Float32Array {
  const maps = new Float32Array(CHANNELS * AREA)
  const plane = (index: number) => maps.subarray(index * AREA, (index + 1) * AREA)
  const columns = cellsOf(window.x0, window.x1)
  const rows = cellsOf(window.y0, window.y1)
  if (box !== null) {
    plane(channel.hasBox).fill(1)
    drawBox(plane(channel.box), columns.covered(box.x0, box.x1), rows.covered(box.y0, box.y1))
  }
  for (const { x, y, positive } of points) {
    const place = { x: columns.place(x), y: rows.place(y) }
    drawBell(plane(positive ? channel.positive : channel.negative), place, NEAR)
    drawBell(plane(positive ? channel.positiveFar : channel.negativeFar), place, FAR)
  }
  if (previous !== null) {
    plane(channel.hasPrevious).fill(1)
    plane(channel.previous).set(previous)
  }
  return maps
}

function cellsOf(from: number, to: number) {
  const cell = (to - from) / CELLS
  const share = (index: number, low: number, high: number) => {
    const start = from + index * cell
    return Math.min(1, Math.max(0, (Math.min(start + cell, high) - Math.max(start, low)) / cell))
  }
  return {
    /** In cells, 0 in the middle of the first. */
    place: (at: number) => (at - from) / cell - 0.5,
    covered: (low: number, high: number) =>
      Float32Array.from({ length: CELLS }, (_, index) => share(index, low, high)),
  }
}

function drawBox(plane: Float32Array, across: Float32Array, down: Float32Array) {
  for (let y = 0; y < CELLS; y++)
    for (let x = 0; x < CELLS; x++) plane[y * CELLS + x] = (across[x] ?? 0) * (down[y] ?? 0)
}

/** Beyond so many widths a bell is nothing. */
const TAIL = 4

function drawBell(plane: Float32Array, at: { x: number; y: number }, width: number) {
  const narrow = -1 / (2 * width * width)
  const [left, right] = reach(at.x, TAIL * width)
  const [top, bottom] = reach(at.y, TAIL * width)
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const distance = (x - at.x) ** 2 + (y - at.y) ** 2
      plane[y * CELLS + x] = Math.max(plane[y * CELLS + x] ?? 0, Math.exp(distance * narrow))
    }
  }
}

const reach = (at: number, by: number) =>
  [Math.max(0, Math.ceil(at - by)), Math.min(CELLS - 1, Math.floor(at + by))] as const
