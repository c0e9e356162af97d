import { standardise } from '../standardise'
import { scoreAttention } from './attend'
import type { AttentionExpert } from './attend'
import { unitRows } from './fit-input'
import type { Means } from './fit-input'
import { scoreKernelRidge } from './kernel-ridge'
import type { KernelExpert } from './kernel-ridge'
import { scoreLda } from './lda'
import type { LdaExpert } from './lda'
import { scoreRidge } from './ridge'
import type { RidgeExpert } from './ridge'

/** The experts of a closed-form classifier; those that are missing say nothing. */
export type Experts = {
  ridge?: RidgeExpert
  kernel?: KernelExpert
  attention?: AttentionExpert
  lda?: LdaExpert
}

/**
 * Regressions are added up, for each estimates the same 0/1 label; the posterior is of another kind. Both
 * are measured in standard deviations of the training images and the posterior counts `posteriorShare`:
 * logit = intercept + slope * (z(sum of regressions) + posteriorShare * z(log posterior)). Arrays are [C].
 */
export type Mix = {
  sums: { mean: Float32Array; std: Float32Array }
  posteriors: { mean: Float32Array; std: Float32Array }
  posteriorShare: number
  intercept: Float32Array
  slope: Float32Array
}

/** A classifier that was solved for and not trained. */
export type ClosedFormHead = {
  kind: 'closed-form'
  /** Length of a feature vector, D. */
  features: number
  classes: number
  /** Cells of the map that the attention looks at, P; 0 without one. */
  positions: number
  mean: Float32Array
  std: Float32Array
  experts: Experts
  mix: Mix
}

/**
 * Logits [B * C] of pooled features [B, D] as they are and, where the head has an attention, of the cells
 * [B, P, channels]. `kernelScores` [B * C] saves the kernel's own work where they are known already.
 */
export function scoreClosedForm(
  head: ClosedFormHead,
  features: Float32Array,
  cells: Float32Array | null,
  means: Pick<Means, 'matMul'>,
  kernelScores: Float32Array | null = null,
): Float32Array {
  const { experts, features: width } = head
  const vectors = standardise(features.slice(), head)
  const units = unitRows(vectors, width)
  const { ridge, kernel, attention, lda } = experts
  const sums = addUp([
    ridge && scoreRidge(ridge, units, width, means),
    kernel && (kernelScores ?? scoreKernelRidge(kernel, units, width, means)),
    attention && cells && scoreAttention(attention, cells, head.positions, means),
  ])
  return mixed(head.mix, sums, lda ? scoreLda(lda, vectors, width, means) : null)
}

/** The sum of those tables that are there; null when none is. */
export function addUp(tables: readonly (Float32Array | null | undefined)[]): Float32Array | null {
  const there = tables.filter((table) => table !== null && table !== undefined)
  const [first, ...others] = there
  if (first === undefined) return null
  const total = first.slice()
  for (const table of others) table.forEach((x, i) => (total[i] = (total[i] ?? 0) + x))
  return total
}

/** Logits of summed regressions and log posteriors, both [B * C]; at least one is there. */
export function mixed(
  mix: Mix,
  sums: Float32Array | null,
  posteriors: Float32Array | null,
): Float32Array {
  const blend = blended(mix, sums, posteriors)
  const classes = mix.slope.length
  return blend.map((x, i) => (mix.intercept[i % classes] ?? 0) + (mix.slope[i % classes] ?? 1) * x)
}

/** What the logits are made from, before they are calibrated. */
export function blended(
  { sums: a, posteriors: b, posteriorShare }: Omit<Mix, 'intercept' | 'slope'>,
  sums: Float32Array | null,
  posteriors: Float32Array | null,
): Float32Array {
  const classes = a.mean.length
  const z = (x: number, { mean, std }: Mix['sums'], c: number) =>
    (x - (mean[c] ?? 0)) / (std[c] ?? 1)
  const length = sums?.length ?? posteriors?.length ?? 0
  return Float32Array.from({ length }, (_, i) => {
    const c = i % classes
    const sum = sums ? z(sums[i] ?? 0, a, c) : 0
    const posterior = posteriors ? z(posteriors[i] ?? 0, b, c) : 0
    return sum + (sums ? posteriorShare : 1) * posterior
  })
}
