/**
 * The product of a row-major [rows, dim] matrix with a vector [dim], into `out` [rows]. On its own
 * and for float32 only, because the engine compiles a loop that meets one kind of array to faster code;
 * two rows at a time share what is read of the vector.
 */
export function rowsTimesVector(
  matrix: Float32Array,
  rows: number,
  vector: Float32Array,
  out: Float32Array,
): void {
  const dim = vector.length
  for (let i = 0; i < rows; i += 2) {
    const first = i * dim
    // The last row of an odd count is read twice.
    const second = Math.min(i + 1, rows - 1) * dim
    let a0 = 0
    let a1 = 0
    let b0 = 0
    let b1 = 0
    const even = dim & ~1
    for (let k = 0; k < even; k += 2) {
      const v0 = vector[k] ?? 0
      const v1 = vector[k + 1] ?? 0
      a0 += (matrix[first + k] ?? 0) * v0
      a1 += (matrix[first + k + 1] ?? 0) * v1
      b0 += (matrix[second + k] ?? 0) * v0
      b1 += (matrix[second + k + 1] ?? 0) * v1
    }
    if (even < dim) {
      a0 += (matrix[first + even] ?? 0) * (vector[even] ?? 0)
      b0 += (matrix[second + even] ?? 0) * (vector[even] ?? 0)
    }
    out[i] = a0 + a1
    if (i + 1 < rows) out[i + 1] = b0 + b1
  }
}
