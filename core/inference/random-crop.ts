import type { RandomState } from '../kernel/rng'

/** A part of a picture in its pixels, upright. */
export interface Crop {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface CropRange {
  /** Least and most of the picture's area. */
  readonly scale: readonly [number, number]
  /** Least and most of width over height. */
  readonly ratio: readonly [number, number]
}

/** What torchvision's RandomResizedCrop takes when nothing is said. */
export const usualCrop: CropRange = { scale: [0.08, 1], ratio: [3 / 4, 4 / 3] }

const ATTEMPTS = 10

/**
 * A random part of a picture as torchvision's `RandomResizedCrop.get_params` chooses it: an area and a
 * ratio, ten times at most until the part fits, else the largest part in the middle of an allowed ratio.
 */
export function drawCrop(
  width: number,
  height: number,
  { scale, ratio }: CropRange,
  random: RandomState,
): Crop {
  const [least, most] = [Math.log(ratio[0]), Math.log(ratio[1])]
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const area = width * height * between(scale[0], scale[1], random)
    const shape = Math.exp(between(least, most, random))
    const [w, h] = [Math.round(Math.sqrt(area * shape)), Math.round(Math.sqrt(area / shape))]
    if (w < 1 || h < 1 || w > width || h > height) continue
    const top = random.interval(height - h)
    return { left: random.interval(width - w), top, width: w, height: h }
  }
  return middleCrop(width, height, ratio)
}

function middleCrop(width: number, height: number, [least, most]: CropRange['ratio']): Crop {
  const shape = Math.min(most, Math.max(least, width / height))
  const w = Math.max(1, Math.min(width, Math.round(height * shape)))
  const h = Math.max(1, Math.min(height, Math.round(width / shape)))
  const [left, top] = [Math.round((width - w) / 2), Math.round((height - h) / 2)]
  return { left, top, width: w, height: h }
}

const between = (least: number, most: number, random: RandomState): number =>
  least + (most - least) * random.uniform()
