import { inverseSteps } from '../kernel/symmetric-inverse'
import type { MatMul } from '../kernel/mat-mul'

/** Added to the diagonal of the features' covariance, whose own entries are 1. */
const RIDGE = 1

/** Weights [D, C] and bias [C]. */
export type Start = { weights: Float32Array; bias: Float32Array }

/** Standardised vectors [n, D] and targets [n, C], 1 present or 0. */
export type StartBatch = { vectors: Float32Array; targets: Float32Array }

/**
 * Where a training may start instead of from zero: one regularised Newton step of logistic regression
 * away from the class frequencies, in closed form; up to a factor per class, ridge regression.
 * `breathe` is awaited between pieces of work, which last a fraction of a second each.
 */
export async function newtonStart(
  batches: Iterable<StartBatch>,
  width: number,
  classes: number,
  matMul: MatMul,
  breathe: () => Promise<void>,
): Promise<Start> {
  const gram = new Float32Array(width * width)
  const products = new Float32Array(width * classes)
  const sums = new Float32Array(width)
  const present = new Float32Array(classes)
  let rows = 0
  for (const { vectors, targets } of batches) {
    const count = targets.length / classes
    const ones = new Float32Array(count).fill(1)
    const crossed = (b: Float32Array, columns: number) =>
      matMul(vectors, count, width, b, columns, { transposeA: true })
    addTo(gram, crossed(vectors, width))
    addTo(products, crossed(targets, classes))
    addTo(sums, crossed(ones, 1))
    addTo(present, matMul(targets, count, classes, ones, 1, { transposeA: true }))
    rows += count
    await breathe()
  }
  const inverse = await invert(gram.map(regularised(rows, width)), width, matMul, breathe)
  // Half an image more that has the class and half that has not keeps frequencies off 0 and 1.
  const frequencies = present.map((count) => (count + 0.5) / (rows + 1))
  const moments = products.map((sum, i) => {
    const frequency = frequencies[i % classes] ?? 0
    return (sum - frequency * (sums[Math.floor(i / classes)] ?? 0)) / rows
  })
  const weights = matMul(inverse, width, width, moments, classes).map((w, i) => {
    const p = frequencies[i % classes] ?? 0.5
    return w / (p * (1 - p))
  })
  return { weights, bias: frequencies.map((p) => Math.log(p / (1 - p))) }
}

async function invert(
  matrix: Float32Array,
  size: number,
  matMul: MatMul,
  breathe: () => Promise<void>,
): Promise<Float32Array> {
  const steps = inverseSteps(matrix, size, matMul)
  let step = steps.next()
  while (!step.done) {
    await breathe()
    step = steps.next()
  }
  return step.value
}

function regularised(rows: number, width: number): (sum: number, i: number) => number {
  return (sum, i) => sum / rows + (i % (width + 1) === 0 ? RIDGE : 0)
}

function addTo(total: Float32Array, part: Float32Array): void {
  for (let i = 0; i < total.length; i++) total[i] = (total[i] ?? 0) + (part[i] ?? 0)
}
