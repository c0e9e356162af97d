import { dot } from '../dot'
import { PackedRows } from '../packed/packed-rows'
import type { FeatureSpace } from './instant-model'

/** Rows that are taken at once where all are there. */
const CHUNK_ROWS = 1024

/**
 * Standardises each column by the training rows and then brings every row to length 1. Unit rows are
 * what makes the plain ridge as good as the kernel form: busy pictures no longer shout. Columns
 * without spread become 0. Rows come in pieces, twice: a hundred thousand are never held as floats.
 */
export class SpaceBuilder {
  readonly #packed: PackedRows
  readonly #trainMask: ArrayLike<number>
  readonly #sum: Float64Array
  readonly #square: Float64Array
  readonly #trainRows: Uint32Array
  #scale: Float64Array | null = null

  /** @param trainMask [rows], non-zero is training. */
  constructor(rows: number, dim: number, trainMask: ArrayLike<number>) {
    this.#packed = new PackedRows(rows, dim)
    this.#trainMask = trainMask
    this.#trainRows = Uint32Array.from({ length: rows }, (_, i) => i).filter((i) => trainMask[i])
    this.#sum = new Float64Array(dim)
    this.#square = new Float64Array(dim)
  }

  /** First every row is looked at: activations [rows, dim] from row `first` on. */
  measure(first: number, activations: Float32Array): void {
    const { dim } = this.#packed
    for (let at = 0; at < activations.length; at += dim) {
      if (!this.#trainMask[first + at / dim]) continue
      for (let k = 0; k < dim; k++) {
        const value = activations[at + k] ?? 0
        this.#sum[k] = (this.#sum[k] ?? 0) + value
        this.#square[k] = (this.#square[k] ?? 0) + value * value
      }
    }
  }

  /** Then every row is stored; one that never comes stays zero. */
  place(first: number, activations: Float32Array): void {
    const { dim } = this.#packed
    const scale = this.#finish()
    const row = new Float32Array(dim)
    for (let at = 0; at < activations.length; at += dim) {
      for (let k = 0; k < dim; k++) {
        row[k] = ((activations[at + k] ?? 0) - (this.#sum[k] ?? 0)) * (scale[k] ?? 0)
      }
      normalise(row)
      this.#packed.set(first + at / dim, row, 0)
    }
  }

  space(): FeatureSpace {
    const scale = this.#finish()
    const { rows, dim } = this.#packed
    return { packed: this.#packed, rows, dim, trainRows: this.#trainRows, scale }
  }

  /** Sums become means, once. */
  #finish(): Float64Array {
    if (this.#scale) return this.#scale
    const count = Math.max(1, this.#trainRows.length)
    this.#scale = this.#square.map((square, k) => {
      const mean = (this.#sum[k] ?? 0) / count
      this.#sum[k] = mean
      const variance = square / count - mean * mean
      return variance > 1e-9 * (mean * mean + 1e-9) ? 1 / Math.sqrt(variance) : 0
    })
    return this.#scale
  }
}

/**
 * The same of rows that are all there.
 * @param features [rows, dim] pooled activations, the mean of each channel and then its GeM.
 */
export function toFeatureSpace(
  features: Float32Array,
  dim: number,
  trainMask: ArrayLike<number>,
): FeatureSpace {
  const rows = dim === 0 ? 0 : Math.floor(features.length / dim)
  const builder = new SpaceBuilder(rows, dim, trainMask)
  const chunk = CHUNK_ROWS * dim
  for (let row = 0; row < rows; row += CHUNK_ROWS) {
    builder.measure(row, features.subarray(row * dim, row * dim + chunk))
  }
  for (let row = 0; row < rows; row += CHUNK_ROWS) {
    builder.place(row, features.subarray(row * dim, row * dim + chunk))
  }
  return builder.space()
}

function normalise(row: Float32Array): void {
  const length = Math.sqrt(dot(row, 0, row, 0, row.length))
  if (length === 0) return
  for (let k = 0; k < row.length; k++) row[k] = (row[k] ?? 0) / length
}
