import { dot } from '../dot'
import type { FeatureSpace } from './instant-model'

/**
 * Standardises each column by the training rows and then brings every row to length 1, IN PLACE
 * (a hundred thousand rows are not held twice). Unit rows are what makes the plain ridge as good as
 * the kernel form: busy pictures no longer shout. Columns without spread become 0.
 * @param features [rows, dim] pooled activations. @param trainMask [rows], non-zero is training.
 */
export function toFeatureSpace(
  features: Float32Array,
  dim: number,
  trainMask: ArrayLike<number>,
): FeatureSpace {
  const rows = dim === 0 ? 0 : Math.floor(features.length / dim)
  const trainRows = Uint32Array.from({ length: rows }, (_, i) => i).filter((i) => trainMask[i])
  const scale = standardise(features, dim, rows, trainRows)
  for (let i = 0; i < rows; i++) normaliseRow(features, i * dim, dim)
  return { features, rows, dim, trainRows, scale }
}

function standardise(x: Float32Array, dim: number, rows: number, trainRows: Uint32Array) {
  const mean = new Float64Array(dim)
  const square = new Float64Array(dim)
  for (const row of trainRows) accumulate(x, row * dim, mean, square)
  const count = Math.max(1, trainRows.length)
  const scale = square.map((sum, k) => {
    const m = (mean[k] ?? 0) / count
    mean[k] = m
    const variance = sum / count - m * m
    return variance > 1e-9 * (m * m + 1e-9) ? 1 / Math.sqrt(variance) : 0
  })
  for (let i = 0; i < rows; i++) {
    const start = i * dim
    for (let k = 0; k < dim; k++) {
      x[start + k] = ((x[start + k] ?? 0) - (mean[k] ?? 0)) * (scale[k] ?? 0)
    }
  }
  return scale
}

function accumulate(x: Float32Array, start: number, sum: Float64Array, square: Float64Array) {
  for (let k = 0; k < sum.length; k++) {
    const value = x[start + k] ?? 0
    sum[k] = (sum[k] ?? 0) + value
    square[k] = (square[k] ?? 0) + value * value
  }
}

function normaliseRow(x: Float32Array, start: number, dim: number) {
  const length = Math.sqrt(dot(x, start, x, start, dim))
  if (length === 0) return
  for (let k = 0; k < dim; k++) x[start + k] = (x[start + k] ?? 0) / length
}
