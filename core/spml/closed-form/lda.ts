import { dot } from '../../kernel/dot'
import type { FitInput, Means } from './fit-input'
import { invertRegularised } from './invert'

/** log posterior_c = log softmax_c(temperature (vector . weights_c + bias_c)), padded by `FLOOR` */
export type LdaExpert = { weights: Float32Array; bias: Float32Array; temperature: number }

/** Rows that tell how long rows are. */
const SAMPLE = 256

/** Keeps the logarithm of a posterior from running away where a class is ruled out. */
export const FLOOR = 1e-6

/**
 * Linear discriminant analysis (Fisher 1936; shrinkage as in Ledoit & Wolf 2004, with a given share): every
 * class is a Gaussian with one covariance for all, shrunk towards a multiple of the identity. An image with
 * several present labels counts once for each. The posterior says which ONE class a picture would have been
 * labelled with, which is exactly what a single positive label is. Weights [D, C]. Also returns the log posteriors
 * [N * C] of the images, each with a row of usual length taken out of the means of its classes.
 */
export async function fitLda(
  { vectors, width, images, classes, targets }: FitInput,
  { shrinkage, temperature }: { shrinkage: number; temperature: number },
  { matMul, breathe }: Means,
): Promise<{ expert: LdaExpert; scores: Float32Array }> {
  const counts = new Float64Array(classes)
  const labels = new Float64Array(images)
  targets.forEach((target, i) => {
    counts[i % classes] = (counts[i % classes] ?? 0) + target
    labels[Math.floor(i / classes)] = (labels[Math.floor(i / classes)] ?? 0) + target
  })
  const pairs = Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  )
  const sums = matMul(targets, images, classes, vectors, width, { transposeA: true })
  const centres = sums.map((sum, i) => sum / Math.max(1, counts[Math.floor(i / width)] ?? 0))
  await breathe()
  const weighted = vectors.map((x, i) => x * (labels[Math.floor(i / width)] ?? 0))
  const scatter = matMul(weighted, images, width, vectors, width, { transposeA: true })
  const between = matMul(sums, classes, width, centres, width, { transposeA: true })
  const within = scatter.map((value, i) => (value - (between[i] ?? 0)) / pairs)
  await breathe()
  const inverse = await invertShrunk(within, width, shrinkage, { matMul, breathe })
  const flat = matMul(centres, classes, width, inverse, width)
  const weights = new Float32Array(width * classes)
  const bias = new Float32Array(classes)
  for (let c = 0; c < classes; c++) {
    const half = 0.5 * dot(centres, c * width, flat, c * width, width)
    bias[c] = Math.log(((counts[c] ?? 0) + 0.5) / (pairs + 0.5 * classes)) - half
    for (let d = 0; d < width; d++) weights[d * classes + c] = flat[c * width + d] ?? 0
  }
  await breathe()
  const expert = { weights, bias, temperature }
  const logits = matMul(vectors, images, width, weights, classes)
  const own = meanLength(vectors, images, width, inverse, matMul)
  targets.forEach((target, i) => {
    if (target === 0) return
    const c = i % classes
    const count = counts[c] ?? 0
    const centre = dot(centres, c * width, flat, c * width, width)
    logits[i] = withoutOwn({ logit: logits[i] ?? 0, own, centre, count })
  })
  return { expert, scores: posteriors(logits, expert) }
}

/** The mean of x' P x, over some of the rows: it differs little between pictures, and all would cost much. */
function meanLength(
  vectors: Float32Array,
  images: number,
  width: number,
  inverse: Float32Array,
  matMul: Means['matMul'],
): number {
  const count = Math.min(images, SAMPLE)
  const some = vectors.subarray(0, count * width)
  const mapped = matMul(some, count, width, inverse, width)
  return dot(some, 0, mapped, 0, count * width) / Math.max(1, count)
}

/**
 * The discriminant x' P m - m' P m / 2 with x taken out of the mean m of its class, less the bias that will
 * be added: from x' P m (`logit`), x' P x (`own`), m' P m (`centre`) and how many made the mean.
 */
function withoutOwn(facts: { logit: number; own: number; centre: number; count: number }): number {
  const { logit, own, centre, count } = facts
  if (count < 2) return centre / 2
  const others = count - 1
  const crossed = (count * logit - own) / others
  const square = (count ** 2 * centre - 2 * count * logit + own) / others ** 2
  return crossed - (square - centre) / 2
}

/** Log posteriors [B * C] of standardised rows [B, D]. */
export function scoreLda(
  expert: LdaExpert,
  vectors: Float32Array,
  width: number,
  { matMul }: Pick<Means, 'matMul'>,
): Float32Array {
  const classes = expert.bias.length
  const logits = matMul(vectors, vectors.length / width, width, expert.weights, classes)
  return posteriors(logits, expert)
}

/** Log posteriors of discriminants without their bias [B * C], in place. */
function posteriors(scores: Float32Array, { bias, temperature }: LdaExpert): Float32Array {
  const classes = bias.length
  for (let start = 0; start < scores.length; start += classes) {
    const row = scores.subarray(start, start + classes)
    row.forEach((score, c) => (row[c] = temperature * (score + (bias[c] ?? 0))))
    const top = row.reduce((most, score) => Math.max(most, score), -Infinity)
    const total = row.reduce((sum, score) => sum + Math.exp(score - top), 0)
    row.forEach((score, c) => (row[c] = Math.log(Math.exp(score - top) / total + FLOOR)))
  }
  return scores
}

async function invertShrunk(
  matrix: Float32Array,
  width: number,
  shrinkage: number,
  { matMul, breathe }: Means,
): Promise<Float32Array> {
  let trace = 0
  for (let d = 0; d < width; d++) trace += matrix[d * width + d] ?? 0
  const ridge = (shrinkage * trace) / width
  const kept = matrix.map((value) => value * (1 - shrinkage))
  return invertRegularised(kept, width, Math.max(ridge, FLOOR), matMul, breathe)
}
