import type { Means } from './fit-input'

/** Cells of images in few dimensions [N, P, R]. */
export type Cells = { data: Float32Array; positions: number; rank: number }

/** Cell [channels] to R numbers: cell . matrix + offset, the channels' scaling included. */
export type Projection = {
  matrix: Float32Array
  offset: Float32Array
  channels: number
  rank: number
}

/** One class on what it attends to: standardised [R], brought to length 1, times weights [R], plus bias. */
export type SeenHead = {
  scale: number
  mean: Float32Array
  std: Float32Array
  weights: Float32Array
  bias: number
}

export type AttentionExpert = {
  projection: Projection
  /** Weights of the evidence [R, C]. */
  evidence: Float32Array
  classes: number
  heads: SeenHead[]
}

/** [N * P * R] of cells as they are [N, P, channels]. */
export function projectCells(
  { matrix, offset, channels, rank }: Projection,
  cells: Float32Array,
  { matMul }: Pick<Means, 'matMul'>,
): Float32Array {
  const projected = matMul(cells, cells.length / channels, channels, matrix, rank)
  for (let i = 0; i < projected.length; i++) {
    projected[i] = (projected[i] ?? 0) + (offset[i % rank] ?? 0)
  }
  return projected
}

/**
 * What class c sees in every image [N, R]: the mean of its cells, weighted by the softmax over the cells of
 * scale * evidence [N, P, C].
 */
export function attend(
  { data, positions, rank }: Cells,
  evidence: Float32Array,
  c: number,
  classes: number,
  scale: number,
): Float32Array {
  const images = data.length / (positions * rank)
  const seen = new Float32Array(images * rank)
  const weights = new Float64Array(positions)
  for (let n = 0; n < images; n++) {
    softmax(weights, (p) => scale * (evidence[(n * positions + p) * classes + c] ?? 0))
    for (let p = 0; p < positions; p++) {
      const weight = weights[p] ?? 0
      const from = (n * positions + p) * rank
      for (let r = 0; r < rank; r++) {
        seen[n * rank + r] = (seen[n * rank + r] ?? 0) + weight * (data[from + r] ?? 0)
      }
    }
  }
  return seen
}

/** Scores [B * C] of cells as they are [B, P, channels]. */
export function scoreAttention(
  { projection, evidence, classes, heads }: AttentionExpert,
  cells: Float32Array,
  positions: number,
  { matMul }: Pick<Means, 'matMul'>,
): Float32Array {
  const { rank } = projection
  const data = projectCells(projection, cells, { matMul })
  const all = matMul(data, data.length / rank, rank, evidence, classes)
  const images = data.length / (positions * rank)
  const scores = new Float32Array(images * classes)
  heads.forEach((head, c) => {
    const seen = attend({ data, positions, rank }, all, c, classes, head.scale)
    for (let n = 0; n < images; n++) {
      scores[n * classes + c] = scoreSeen(head, seen.subarray(n * rank, (n + 1) * rank))
    }
  })
  return scores
}

function scoreSeen({ mean, std, weights, bias }: SeenHead, seen: Float32Array): number {
  let square = 0
  let sum = 0
  seen.forEach((value, r) => {
    const x = (value - (mean[r] ?? 0)) / (std[r] ?? 1)
    square += x * x
    sum += x * (weights[r] ?? 0)
  })
  return bias + (square > 0 ? sum / Math.sqrt(square) : 0)
}

function softmax(weights: Float64Array, value: (p: number) => number): void {
  let top = -Infinity
  for (let p = 0; p < weights.length; p++) top = Math.max(top, value(p))
  let total = 0
  for (let p = 0; p < weights.length; p++) total += weights[p] = Math.exp(value(p) - top)
  for (let p = 0; p < weights.length; p++) weights[p] = (weights[p] ?? 0) / total
}
