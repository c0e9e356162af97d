import { type Raster, stabilityOf } from '../rasterise'
import type { Guess } from '../segmenter'
import type { EverythingOptions } from './options'
import type { PixelBox } from './packed-mask'

/** A guess that may become a segment: of its logits only what lies around the mask. */
export interface Candidate {
  readonly quality: number
  readonly stability: number
  /** As shares of the picture. */
  readonly box: PixelBox
  /** What lies in `part` of the raster [height, width]; nothing outside of it is in the mask. */
  readonly logits: Float32Array
  readonly part: PixelBox
  readonly width: number
  readonly height: number
}

/** null for what the filters leave out: what is empty or everything, of low quality or unsure of its edge. */
export function candidateOf(guess: Guess, options: EverythingOptions): Candidate | null {
  // Written so that a quality that is no number fails.
  if (!(guess.quality >= options.leastQuality)) return null
  const extent = extentOf(guess)
  if (extent === null || extent.share > options.mostArea || extent.share < options.leastArea)
    return null
  const stability = stabilityOf(guess, options.stabilityOffset)
  if (stability < options.leastStability) return null
  const { width, height, quality } = guess
  const { x0, y0, x1, y1 } = extent.box
  const box = { x0: x0 / width, y0: y0 / height, x1: x1 / width, y1: y1 / height }
  return { quality, stability, box, width, height, ...cutOut(guess, extent.box) }
}

/** Whether a place, as shares of the picture, is in the mask. */
export function covers({ logits, part, width, height }: Candidate, x: number, y: number): boolean {
  const [column, row] = [Math.floor(x * width), Math.floor(y * height)]
  if (column < part.x0 || column >= part.x1 || row < part.y0 || row >= part.y1) return false
  return (logits[(row - part.y0) * (part.x1 - part.x0) + column - part.x0] ?? 0) > 0
}

/** The raster that a candidate came from, with -1 where it was not kept. */
export function rasterOf({ logits, part, width, height }: Candidate): Raster {
  const whole = new Float32Array(width * height).fill(-1)
  const across = part.x1 - part.x0
  for (let y = part.y0; y < part.y1; y++) {
    const row = (y - part.y0) * across
    whole.set(logits.subarray(row, row + across), y * width + part.x0)
  }
  return { logits: whole, width, height }
}

function extentOf({ logits, width, height }: Raster) {
  let [x0, y0, x1, y1, area] = [width, height, 0, 0, 0]
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      if (!((logits[i] ?? 0) > 0)) continue
      area++
      if (x < x0) x0 = x
      if (x >= x1) x1 = x + 1
      if (y < y0) y0 = y
      y1 = y + 1
    }
  return area === 0 ? null : { box: { x0, y0, x1, y1 }, share: area / (width * height) }
}

/** With a ring around the mask: between it and the ring lies the edge at any finer raster. */
function cutOut({ logits, width, height }: Raster, box: PixelBox) {
  const part = {
    ...{ x0: Math.max(0, box.x0 - 1), y0: Math.max(0, box.y0 - 1) },
    ...{ x1: Math.min(width, box.x1 + 1), y1: Math.min(height, box.y1 + 1) },
  }
  const across = part.x1 - part.x0
  const values = new Float32Array(across * (part.y1 - part.y0))
  for (let y = part.y0; y < part.y1; y++)
    values.set(logits.subarray(y * width + part.x0, y * width + part.x1), (y - part.y0) * across)
  return { logits: values, part }
}
