import { RandomState } from '../../kernel/rng'
import type { Head } from '../head'
import { softplus } from '../parts/kernels'

/** Steps along the direction, from -1 to 1. */
const STEPS = 41
const offsets = Array.from({ length: STEPS }, (_, i) => -1 + (2 * i) / (STEPS - 1))
/** Multiplications between two breaths: a few milliseconds. */
const SLICE = 1_000_000

/** Images with their truth, to measure a loss on. */
export type Judged = {
  /** [V, width]; a head reads the first columns it was trained on. */
  features: Float32Array
  width: number
  /** [V * C] in the order of the head's classes. */
  truth: Uint8Array
}

/**
 * A direction in the space of a head's weights [D, C]: standard normal numbers, each class's column
 * rescaled to the length of the head's own (Li et al. 2018, whose filter is here a class).
 */
export function filterNormalised({ weights, classes }: Head, seed: number): Float32Array {
  const random = new RandomState(seed)
  const direction = Float32Array.from(weights, () => random.normal())
  for (let c = 0; c < classes; c++) {
    const scale = columnLength(weights, classes, c) / (columnLength(direction, classes, c) || 1)
    for (let i = c; i < direction.length; i += classes) {
      direction[i] = (direction[i] ?? 0) * scale
    }
  }
  return direction
}

function columnLength(matrix: Float32Array, classes: number, column: number): number {
  let squares = 0
  for (let i = column; i < matrix.length; i += classes) squares += (matrix[i] ?? 0) ** 2
  return Math.sqrt(squares)
}

/**
 * Mean binary cross-entropy on the truth of `weights + a * direction` for 41 values of a in [-1, 1];
 * the bias stays. Logits are linear in a, so every image is multiplied only twice.
 * @param breathe is waited for between slices of work; whoever wants to stop throws there.
 */
export async function landscape(
  head: Head,
  direction: Float32Array,
  judged: Judged,
  breathe: () => Promise<void>,
): Promise<{ x: number[]; y: number[] }> {
  const { classes, features: length } = head
  const sums = new Float64Array(STEPS)
  const rows = judged.truth.length / classes
  const between = Math.max(1, Math.floor(SLICE / (2 * length * classes + STEPS * classes * 10)))
  for (let row = 0; row < rows; row++) {
    if (row % between === 0) await breathe()
    const x = standardised(head, judged.features, row * judged.width)
    const here = product(x, head.weights, Float64Array.from(head.bias))
    const slope = product(x, direction, new Float64Array(classes))
    const truth = judged.truth.subarray(row * classes, (row + 1) * classes)
    offsets.forEach((a, i) => {
      sums[i] = (sums[i] ?? 0) + crossEntropy(truth, here, slope, a)
    })
  }
  return { x: [...offsets], y: Array.from(sums, (sum) => sum / (rows * classes)) }
}

function standardised({ mean, std }: Head, features: Float32Array, start: number): Float64Array {
  return Float64Array.from(mean, (m, d) => ((features[start + d] ?? 0) - m) / (std[d] ?? 1))
}

/** `sums` [C] plus x [D] times a matrix [D, C]. */
function product(x: Float64Array, matrix: Float32Array, sums: Float64Array): Float64Array {
  const classes = sums.length
  x.forEach((value, d) => {
    for (let c = 0; c < classes; c++) {
      sums[c] = (sums[c] ?? 0) + value * (matrix[d * classes + c] ?? 0)
    }
  })
  return sums
}

function crossEntropy(
  truth: Uint8Array,
  here: Float64Array,
  slope: Float64Array,
  a: number,
): number {
  let sum = 0
  truth.forEach((present, c) => {
    const z = (here[c] ?? 0) + a * (slope[c] ?? 0)
    sum += softplus(present === 1 ? -z : z)
  })
  return sum
}
