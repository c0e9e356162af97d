import { dot } from '../../kernel/dot'
import type { MatMul } from '../../kernel/mat-mul'
import { RandomState } from '../../kernel/rng'

/** Enough for a basis to project on; its directions need not be single eigenvectors. */
const TURNS = 8

/**
 * An orthonormal basis [size, rank] of nearly the leading eigenvectors of a symmetric [size, size] matrix,
 * by block power iteration (orthogonal iteration, Golub & Van Loan 8.2).
 */
export async function leadingSubspace(
  matrix: Float32Array,
  size: number,
  rank: number,
  seed: number,
  matMul: MatMul,
  breathe: () => Promise<void>,
): Promise<Float32Array> {
  const random = new RandomState(seed)
  // Row-major by vectors here, [rank, size]: both steps then read along rows.
  let basis = Float32Array.from({ length: rank * size }, () => random.normal())
  orthonormalise(basis, size)
  for (let turn = 0; turn < TURNS; turn++) {
    await breathe()
    basis = matMul(basis, rank, size, matrix, size).slice()
    orthonormalise(basis, size)
  }
  const columns = new Float32Array(basis.length)
  for (let i = 0; i < basis.length; i++) {
    columns[(i % size) * rank + Math.floor(i / size)] = basis[i] ?? 0
  }
  return columns
}

/** Modified Gram-Schmidt on rows of length `size`, twice, for single precision. */
function orthonormalise(rows: Float32Array, size: number): void {
  for (let start = 0; start < rows.length; start += size) {
    for (let turn = 0; turn < 2; turn++) {
      for (let before = 0; before < start; before += size) {
        const along = dot(rows, start, rows, before, size)
        for (let k = 0; k < size; k++) {
          rows[start + k] = (rows[start + k] ?? 0) - along * (rows[before + k] ?? 0)
        }
      }
    }
    const length = Math.sqrt(dot(rows, start, rows, start, size))
    for (let k = 0; k < size; k++) rows[start + k] = (rows[start + k] ?? 0) / (length || 1)
  }
}
