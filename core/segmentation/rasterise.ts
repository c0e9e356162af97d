import { type Bitmap, emptyBitmap } from '../kernel/mask/bitmap'
import type { Guess } from './segmenter'

/** What makes a mask of a guess: its logits [height, width], which cover the whole picture. */
export type Raster = Pick<Guess, 'logits' | 'width' | 'height'>

/**
 * The mask of a guess at any grid: logits bilinearly between the middles of their pixels (as
 * `align_corners=false` has it), inside where they are above 0. Only what lies near a positive logit
 * is worked out.
 */
export function toBitmap(
  { logits, width, height }: Raster,
  toWidth: number,
  toHeight: number,
): Bitmap {
  const bitmap = emptyBitmap(toWidth, toHeight)
  const box = positiveBox(logits, width, height)
  if (box === null) return bitmap
  const columns = between(width, toWidth)
  const rows = between(height, toHeight)
  const [left, right] = reachedBy(columns.first, box.x0, box.x1)
  const [top, bottom] = reachedBy(rows.first, box.y0, box.y1)
  const firstColumn = columns.first[left] ?? 0
  const lastColumn = Math.min(width - 1, (columns.first[right] ?? 0) + 1)
  const line = new Float32Array(width + 1)
  for (let y = top; y <= bottom; y++) {
    const above = (rows.first[y] ?? 0) * width
    const below = Math.min(height - 1, (rows.first[y] ?? 0) + 1) * width
    const share = rows.share[y] ?? 0
    for (let c = firstColumn; c <= lastColumn; c++) {
      const value = logits[above + c] ?? 0
      line[c] = value + ((logits[below + c] ?? 0) - value) * share
    }
    line[width] = line[width - 1] ?? 0
    fillRow(bitmap.data, y * toWidth, line, columns, left, right)
  }
  return bitmap
}

/** Of two thresholdings around a mask's edge, the smaller area over the larger one; 0 for an empty mask. */
export function stabilityOf({ logits }: Pick<Guess, 'logits'>, offset = 1): number {
  let inner = 0
  let outer = 0
  for (const value of logits) {
    if (value > -offset) outer++
    if (value > offset) inner++
  }
  return outer === 0 ? 0 : inner / outer
}

/** For each of `to` pixels: the pixel of `from` before its middle, and how far towards the next one. */
interface Between {
  readonly first: Int32Array
  readonly share: Float32Array
}

function between(from: number, to: number): Between {
  const first = new Int32Array(to)
  const share = new Float32Array(to)
  for (let i = 0; i < to; i++) {
    const place = Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5))
    first[i] = Math.floor(place)
    share[i] = place - Math.floor(place)
  }
  return { first, share }
}

/** First and last pixel whose value pixels `from` to `to` of the raster take part in. */
function reachedBy(first: Int32Array, from: number, to: number): [number, number] {
  let low = 0
  while (low < first.length - 1 && (first[low] ?? 0) < from - 1) low++
  let high = first.length - 1
  while (high > low && (first[high] ?? 0) > to) high--
  return [low, high]
}

function fillRow(
  data: Uint8Array,
  start: number,
  line: Float32Array,
  { first, share }: Between,
  left: number,
  right: number,
) {
  for (let x = left; x <= right; x++) {
    const column = first[x] ?? 0
    const value = line[column] ?? 0
    const next = line[column + 1] ?? 0
    data[start + x] = value + (next - value) * (share[x] ?? 0) > 0 ? 1 : 0
  }
}

function positiveBox(logits: Float32Array, width: number, height: number) {
  const box = { x0: width, y0: height, x1: -1, y1: -1 }
  for (let y = 0; y < height; y++) {
    const row = y * width
    let from = 0
    while (from < width && !((logits[row + from] ?? 0) > 0)) from++
    if (from === width) continue
    let to = width - 1
    while (!((logits[row + to] ?? 0) > 0)) to--
    box.x0 = Math.min(box.x0, from)
    box.x1 = Math.max(box.x1, to)
    box.y0 = Math.min(box.y0, y)
    box.y1 = y
  }
  return box.y1 < 0 ? null : box
}
