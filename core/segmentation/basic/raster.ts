import type { PromptBox } from '../segmenter'
import type { Size } from './frame'
import { CELLS } from './prompt-maps'

/** Logits of what a window does not show. */
const OUTSIDE = -10

/** Logits [height, width] over the whole picture. */
export interface Raster extends Size {
  readonly logits: Float32Array
}

/** A raster of a size with a window's logits [CELLS, CELLS] in their place, between cells bilinearly. */
export function paste(cells: Float32Array, window: PromptBox, grid: Size, size: Size): Raster {
  const logits = new Float32Array(size.width * size.height).fill(OUTSIDE)
  const columns = tapsOf(window.x0, window.x1, grid.width, size.width)
  const rows = tapsOf(window.y0, window.y1, grid.height, size.height)
  for (const row of rows) {
    const [above, below] = [row.low * CELLS, row.high * CELLS]
    const line = row.pixel * size.width
    for (const { pixel, low, high, part } of columns) {
      const top = mix(cells[above + low] ?? 0, cells[above + high] ?? 0, part)
      const bottom = mix(cells[below + low] ?? 0, cells[below + high] ?? 0, part)
      logits[line + pixel] = mix(top, bottom, row.part)
    }
  }
  return { logits, ...size }
}

interface Tap {
  readonly pixel: number
  readonly low: number
  readonly high: number
  readonly part: number
}

/** For each pixel that lies in a window `from`..`to` of `length`: its two cells and how far between them. */
function tapsOf(from: number, to: number, length: number, pixels: number): Tap[] {
  const first = Math.floor((from / length) * pixels)
  const last = Math.min(pixels, Math.ceil((to / length) * pixels))
  return Array.from({ length: Math.max(0, last - first) }, (_, i) => {
    const pixel = first + i
    const place = (((pixel + 0.5) / pixels) * length - from) / (to - from)
    return { pixel, ...between(place * CELLS - 0.5, CELLS) }
  })
}

function between(at: number, count: number) {
  const place = Math.min(count - 1, Math.max(0, at))
  const low = Math.floor(place)
  return { low, high: Math.min(count - 1, low + 1), part: place - low }
}

const mix = (a: number, b: number, part: number): number => a + (b - a) * part

/** Probabilities [CELLS, CELLS] of what a raster says of a window. */
export function look(raster: Raster, window: PromptBox, grid: Size): Float32Array {
  const { logits, width, height } = raster
  const cells = new Float32Array(CELLS * CELLS)
  const taps = (from: number, to: number, length: number, pixels: number) =>
    Array.from({ length: CELLS }, (_, i) =>
      between(((from + ((i + 0.5) / CELLS) * (to - from)) / length) * pixels - 0.5, pixels),
    )
  const columns = taps(window.x0, window.x1, grid.width, width)
  const rows = taps(window.y0, window.y1, grid.height, height)
  for (const [y, row] of rows.entries()) {
    for (const [x, { low, high, part }] of columns.entries()) {
      const above = mix(
        logits[row.low * width + low] ?? 0,
        logits[row.low * width + high] ?? 0,
        part,
      )
      const below = mix(
        logits[row.high * width + low] ?? 0,
        logits[row.high * width + high] ?? 0,
        part,
      )
      cells[y * CELLS + x] = 1 / (1 + Math.exp(-mix(above, below, row.part)))
    }
  }
  return cells
}

/** The box around what is inside, in pixels of the grid; null where nothing is. */
export function boxOf({ logits, width, height }: Raster, grid: Size): PromptBox | null {
  let [x0, y0, x1, y1] = [width, height, -1, -1]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!((logits[y * width + x] ?? 0) > 0)) continue
      x0 = Math.min(x0, x)
      x1 = Math.max(x1, x)
      y0 = Math.min(y0, y)
      y1 = y
    }
  }
  if (y1 < 0) return null
  const [across, down] = [grid.width / width, grid.height / height]
  return { x0: x0 * across, y0: y0 * down, x1: (x1 + 1) * across, y1: (y1 + 1) * down }
}
