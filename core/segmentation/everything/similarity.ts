import { type PackedMask, sharedArea } from './packed-mask'

/** A mask, and what the pixels in it look like on average [channels]; of no length where nobody looked. */
export interface Look {
  readonly mask: PackedMask
  readonly features: Float32Array
}

/**
 * A segment smaller than this share of another is no part of it to speak of: else all that stands before
 * a wall is the wall's. On the outlines of coco128 nothing is lost by it, and objects are kept apart.
 */
const tiny = 0.05

/**
 * How alike each two segments are, 0..1: their IoU, or half of how far the smaller one lies in the other
 * plus half of how alike they look (cosine), whichever is more. What is tiny beside the other counts less
 * for lying in it.
 *
 * @returns [count, count], symmetric, 1 on the diagonal
 */
export function similarities(looks: readonly Look[]): Float64Array {
  const count = looks.length
  const unit = looks.map(({ features }) => unitVector(features))
  const matrix = new Float64Array(count * count).fill(1)
  for (const [i, { mask }] of looks.entries())
    for (let j = i + 1; j < count; j++) {
      const other = looks[j]
      if (other === undefined) continue
      const value = similarity(mask, other.mask, dot(unit[i], unit[j]))
      matrix[i * count + j] = value
      matrix[j * count + i] = value
    }
  return matrix
}

function similarity(a: PackedMask, b: PackedMask, cosine: number): number {
  const shared = sharedArea(a, b)
  if (shared === 0) return Math.max(0, 0.5 * cosine)
  const iou = shared / (a.area + b.area - shared)
  const [small, large] = [Math.min(a.area, b.area), Math.max(a.area, b.area)]
  const containment = (shared / small) * Math.min(1, small / (tiny * large))
  return Math.min(1, Math.max(iou, 0.5 * containment + 0.5 * cosine))
}

function unitVector(values: Float32Array): Float32Array {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
  return length === 0 ? values : values.map((value) => value / length)
}

function dot(a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}
