import { dot } from './dot'

type MatMulOptions = { transposeA?: boolean; transposeB?: boolean }

/**
 * The product op(a) op(b) of two row-major matrices, row-major. `aRows` and `aCols` are the shape of
 * `a` as stored, `bCols` the columns of `b` as stored; the options transpose them first. Everything
 * in the kernel takes its products through this one type, so that a WASM version can serve them.
 */
export type MatMul = (
  a: Float32Array,
  aRows: number,
  aCols: number,
  b: Float32Array,
  bCols: number,
  options?: MatMulOptions,
) => Float32Array

/** The product in plain JavaScript: slow, always there. */
export const plainMatMul: MatMul = (a, aRows, aCols, b, bCols, options = {}) => {
  const left = options.transposeA ? transpose(a, aRows, aCols) : a
  const rows = options.transposeA ? aCols : aRows
  const inner = options.transposeA ? aRows : aCols
  const right = options.transposeB ? b : transpose(b, b.length / bCols, bCols)
  return multiplyByRows(left, rows, inner, right)
}

/** a [rows, inner] times b' of b [cols, inner]: both are read along their rows. */
function multiplyByRows(a: Float32Array, rows: number, inner: number, b: Float32Array) {
  const cols = b.length / inner
  const product = new Float32Array(rows * cols)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) product[i * cols + j] = dot(a, i * inner, b, j * inner, inner)
  }
  return product
}

/** The transpose of a row-major [rows, cols]. */
export function transpose(a: Float32Array, rows: number, cols: number): Float32Array {
  const flipped = new Float32Array(a.length)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) flipped[j * rows + i] = a[i * cols + j] ?? 0
  }
  return flipped
}
