import { RandomState } from '../../kernel/rng'
import { solveRidge } from './conjugate-gradients'
import { columnMeans, lessColumns } from './fit-input'
import type { FitInput, Means } from './fit-input'

/** score_c = mean_c + sum_n duals[n, c] exp(sharpness (unit row . rows_n - 1)) */
export type KernelExpert = {
  /** Unit rows of the images it was fitted on [N, D]. */
  rows: Float32Array
  duals: Float32Array
  means: Float32Array
  sharpness: number
}

/** Rows of the kernel matrix that are made at once. */
const STRIP = 1024
/** Random signs that estimate the mean of the inverse's diagonal (Hutchinson 1990). */
const PROBES = 8

/**
 * Kernel ridge regression, k = exp(g (cos - 1)). The leave-one-out score t - a / M_nn takes the mean of the
 * diagonal of M = (K + lambda I)^-1 for each of its entries, which hardly differ on unit rows: the exact
 * diagonal would cost the inverse itself. `fitted` are the scores of the images with their own labels.
 */
export async function fitKernelRidge(
  { units, width, images, classes, targets, seed }: FitInput,
  { sharpness, lambda }: { sharpness: number; lambda: number },
  { matMul, breathe }: Means,
): Promise<{ expert: KernelExpert; scores: Float32Array; fitted: Float32Array }> {
  const means = columnMeans(targets, classes)
  const kernel = await kernelMatrix(units, width, sharpness, { matMul, breathe })
  const probes = signs(images, seed)
  const right = sideBySide(lessColumns(targets, means), classes, probes, PROBES)
  const solved = await solveRidge(kernel, images, lambda, right, matMul, breathe)
  const duals = firstColumns(solved, classes + PROBES, classes)
  const diagonal = meanDiagonal(solved, probes, images, classes)
  const scores = targets.map((target, i) => target - (duals[i] ?? 0) / diagonal)
  // K a = t - m - lambda a: what it says of the images themselves, without another product.
  const fitted = targets.map((target, i) => target - lambda * (duals[i] ?? 0))
  return { expert: { rows: units, duals, means, sharpness }, scores, fitted }
}

/** Scores [B * C] of unit rows [B, D]. */
export function scoreKernelRidge(
  { rows, duals, means, sharpness }: KernelExpert,
  units: Float32Array,
  width: number,
  { matMul }: Pick<Means, 'matMul'>,
): Float32Array {
  const count = rows.length / width
  const kernel = kernelOf(units, rows, width, sharpness, matMul)
  const scores = matMul(kernel, units.length / width, count, duals, means.length)
  return scores.map((score, i) => score + (means[i % means.length] ?? 0))
}

/** The kernel of all rows with each other [N, N]: strips up to the diagonal, and their mirror image. */
async function kernelMatrix(
  units: Float32Array,
  width: number,
  sharpness: number,
  { matMul, breathe }: Means,
): Promise<Float32Array> {
  const count = units.length / width
  const kernel = new Float32Array(count * count)
  for (let from = 0; from < count; from += STRIP) {
    const to = Math.min(count, from + STRIP)
    const part = units.subarray(from * width, to * width)
    const strip = kernelOf(part, units.subarray(0, to * width), width, sharpness, matMul)
    for (let row = from; row < to; row++) {
      const values = strip.subarray((row - from) * to, (row - from + 1) * to)
      kernel.set(values, row * count)
      for (let column = 0; column < from; column++) {
        kernel[column * count + row] = values[column] ?? 0
      }
    }
    await breathe()
  }
  return kernel
}

/** exp(g (cos - 1)) of rows [A, D] with rows [B, D], both of length 1: [A, B]. */
function kernelOf(
  a: Float32Array,
  b: Float32Array,
  width: number,
  sharpness: number,
  matMul: Means['matMul'],
): Float32Array {
  const cosines = matMul(a, a.length / width, width, b, width, { transposeB: true })
  for (let i = 0; i < cosines.length; i++) {
    cosines[i] = Math.exp(sharpness * ((cosines[i] ?? 0) - 1))
  }
  return cosines
}

function signs(images: number, seed: number): Float32Array {
  const random = new RandomState(seed)
  return Float32Array.from({ length: images * PROBES }, () => (random.interval(1) === 0 ? -1 : 1))
}

/** The mean of M_nn, from v' M v of the probes v, whose solutions stand behind those of the classes. */
function meanDiagonal(
  solved: Float32Array,
  probes: Float32Array,
  images: number,
  classes: number,
): number {
  let sum = 0
  for (let n = 0; n < images; n++) {
    for (let j = 0; j < PROBES; j++) {
      sum += (probes[n * PROBES + j] ?? 0) * (solved[n * (classes + PROBES) + classes + j] ?? 0)
    }
  }
  return sum / (images * PROBES)
}

/** Two tables with the same rows, side by side. */
function sideBySide(a: Float32Array, aCols: number, b: Float32Array, bCols: number): Float32Array {
  const rows = a.length / aCols
  const both = new Float32Array(rows * (aCols + bCols))
  for (let n = 0; n < rows; n++) {
    both.set(a.subarray(n * aCols, (n + 1) * aCols), n * (aCols + bCols))
    both.set(b.subarray(n * bCols, (n + 1) * bCols), n * (aCols + bCols) + aCols)
  }
  return both
}

function firstColumns(table: Float32Array, width: number, columns: number): Float32Array {
  const rows = table.length / width
  const first = new Float32Array(rows * columns)
  for (let n = 0; n < rows; n++) {
    first.set(table.subarray(n * width, n * width + columns), n * columns)
  }
  return first
}
