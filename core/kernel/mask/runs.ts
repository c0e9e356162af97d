import type { Rle } from './bitmap'
import { mostPixels, packCounts, unpackCounts } from './counts'

/** Edges of a rectangle in pixels: x0 and y0 inside, x1 and y1 just outside. */
export interface MaskBox {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/** The run lengths themselves, outside first. Throws a RangeError as `decodeRle` does. */
export function rleCounts(rle: Rle): Uint32Array {
  checkSize(rle.width, rle.height)
  const counts = unpackCounts(rle.counts)
  checkSum(counts, rle.width, rle.height)
  return counts
}

/** From plain run lengths, as COCO writes its crowds. Throws a RangeError when they do not add up. */
export function rleFromCounts(counts: readonly number[], width: number, height: number): Rle {
  checkSize(width, height)
  for (const [i, count] of counts.entries()) {
    if (Number.isInteger(count) && count >= 0) continue
    throw new RangeError(`Run ${i + 1} of the mask has an impossible length, ${count}.`)
  }
  checkSum(counts, width, height)
  return { width, height, counts: packCounts(counts) }
}

/** Pixels inside. */
export function rleArea(rle: Rle): number {
  const counts = rleCounts(rle)
  let area = 0
  for (let i = 1; i < counts.length; i += 2) area += counts[i] ?? 0
  return area
}

/** What bounds the mask; null when it is empty. */
export function rleBox(rle: Rle): MaskBox | null {
  const { height } = rle
  const counts = rleCounts(rle)
  let [x0, y0, x1, y1] = [Infinity, Infinity, 0, 0]
  let at = 0
  for (let i = 0; i + 1 < counts.length; i += 2) {
    const start = at + (counts[i] ?? 0)
    at = start + (counts[i + 1] ?? 0)
    if (at === start) continue
    const first = Math.floor(start / height)
    const last = Math.floor((at - 1) / height)
    const whole = last > first
    x0 = Math.min(x0, first)
    x1 = last + 1
    y0 = whole ? 0 : Math.min(y0, start - first * height)
    y1 = whole ? height : Math.max(y1, at - last * height)
  }
  return x1 === 0 ? null : { x0, y0, x1, y1 }
}

/** Throws a RangeError for a grid that no mask has. */
export function checkSize(width: number, height: number): void {
  const whole = Number.isInteger(width) && Number.isInteger(height)
  if (whole && width >= 0 && height >= 0 && width * height <= mostPixels) return
  throw new RangeError(`A mask cannot be ${width} x ${height} pixels.`)
}

function checkSum(counts: ArrayLike<number>, width: number, height: number): void {
  let sum = 0
  for (let i = 0; i < counts.length; i++) sum += counts[i] ?? 0
  if (sum === width * height) return
  throw new RangeError(
    `The runs of the mask are ${sum} pixels in all, but ${width} x ${height} are ${width * height}.`,
  )
}
