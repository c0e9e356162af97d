import { dot } from '../../kernel/dot'
import { columnMeans, lessColumns } from './fit-input'
import type { FitInput, Means } from './fit-input'
import { invertRegularised } from './invert'

/** score_c = mean_c + unit row . weights_c */
export type RidgeExpert = { weights: Float32Array; means: Float32Array }

/**
 * Ridge regression of the targets on rows [N, D]: weights [D, C] and, for every image, the score [N * C]
 * that it would have had without its own label (leave-one-out in closed form, Allen 1974).
 */
export async function fitRidge(
  { rows, width, targets, classes }: RidgeRows,
  lambda: number,
  { matMul, breathe }: Means,
): Promise<{ expert: RidgeExpert; scores: Float32Array }> {
  const count = rows.length / width
  const means = columnMeans(targets, classes)
  const centred = lessColumns(targets, means)
  const gram = matMul(rows, count, width, rows, width, { transposeA: true })
  const inverse = await invertRegularised(gram, width, lambda, matMul, breathe)
  const moments = matMul(rows, count, width, centred, classes, { transposeA: true })
  const weights = matMul(inverse, width, width, moments, classes)
  await breathe()
  const images = matMul(rows, count, width, inverse, width)
  const fitted = matMul(rows, count, width, weights, classes)
  const scores = fitted.map((score, i) => {
    const n = Math.floor(i / classes)
    const leverage = Math.min(0.999, dot(rows, n * width, images, n * width, width))
    return (means[i % classes] ?? 0) + (score - leverage * (centred[i] ?? 0)) / (1 - leverage)
  })
  return { expert: { weights, means }, scores }
}

export type RidgeRows = {
  rows: Float32Array
  width: number
  targets: Float32Array
  classes: number
}

/** Ridge on unit rows; lambda in the units of a Gram matrix that is not divided by N. */
export function fitUnitRidge(input: FitInput, lambda: number, means: Means) {
  const { units: rows, width, targets, classes } = input
  return fitRidge({ rows, width, targets, classes }, lambda, means)
}

/** Scores [B * C] of unit rows [B, D]. */
export function scoreRidge(
  { weights, means }: RidgeExpert,
  units: Float32Array,
  width: number,
  { matMul }: Pick<Means, 'matMul'>,
): Float32Array {
  const scores = matMul(units, units.length / width, width, weights, means.length)
  return scores.map((score, i) => score + (means[i % means.length] ?? 0))
}
