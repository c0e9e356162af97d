import { dot } from './dot'
import { transpose, type MatMul } from './mat-mul'

/** Below this size the direct inverse in double precision is faster than splitting. */
const DIRECT_SIZE = 96
/** Multiplications in one strip, so that whoever drives the steps can do something else in between. */
const STRIP_WORK = 2 ** 28

/**
 * The inverse of a symmetric positive definite [n, n] matrix by splitting it into quarters (Schur
 * complement), so that nearly all its work is matrix products. A generator: it yields after every
 * strip of work, and a caller that wants the result only may drain it (`drain`).
 * @throws RangeError when the matrix is not positive definite.
 */
export function* inverseSteps(
  matrix: Float32Array,
  n: number,
  matMul: MatMul,
): Generator<void, Float32Array> {
  if (n <= DIRECT_SIZE) return directInverse(matrix, n)
  const top = n >> 1
  const low = n - top
  const a = yield* inverseSteps(block(matrix, n, 0, 0, top, top), top, matMul)
  const b = block(matrix, n, 0, top, top, low)
  // x = A^-1 B [top, low]; the rest of D once A is explained: S = D - B' x [low, low].
  const x = yield* productSteps(a, top, top, b, low, matMul)
  const bFlipped = transpose(b, top, low)
  const s = block(matrix, n, top, top, low, low)
  subtract(s, yield* productSteps(bFlipped, low, top, x, low, matMul))
  const sInverse = yield* inverseSteps(s, low, matMul)
  const y = yield* productSteps(x, top, low, sInverse, low, matMul)
  const xFlipped = transpose(x, top, low)
  add(a, yield* productSteps(y, top, low, xFlipped, top, matMul))
  return assemble(a, y, sInverse, top, low)
}

/** Runs a generator of steps to its end. */
export function drain<T>(steps: Generator<void, T>): T {
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

/** a [rows, inner] times b [inner, cols] in strips of rows. */
function* productSteps(
  a: Float32Array,
  rows: number,
  inner: number,
  b: Float32Array,
  cols: number,
  matMul: MatMul,
): Generator<void, Float32Array> {
  const strip = Math.max(16, Math.floor(STRIP_WORK / (inner * cols)))
  const product = new Float32Array(rows * cols)
  for (let from = 0; from < rows; from += strip) {
    const to = Math.min(rows, from + strip)
    const part = a.subarray(from * inner, to * inner)
    product.set(matMul(part, to - from, inner, b, cols), from * cols)
    yield
  }
  return product
}

function block(m: Float32Array, n: number, row: number, col: number, rows: number, cols: number) {
  const out = new Float32Array(rows * cols)
  for (let i = 0; i < rows; i++) {
    const start = (row + i) * n + col
    out.set(m.subarray(start, start + cols), i * cols)
  }
  return out
}

function assemble(a: Float32Array, y: Float32Array, s: Float32Array, top: number, low: number) {
  const n = top + low
  const out = new Float32Array(n * n)
  const yFlipped = transpose(y, top, low)
  for (let i = 0; i < top; i++) {
    out.set(a.subarray(i * top, (i + 1) * top), i * n)
    for (let j = 0; j < low; j++) out[i * n + top + j] = -(y[i * low + j] ?? 0)
  }
  for (let i = 0; i < low; i++) {
    const start = (top + i) * n
    for (let j = 0; j < top; j++) out[start + j] = -(yFlipped[i * top + j] ?? 0)
    out.set(s.subarray(i * low, (i + 1) * low), start + top)
  }
  return out
}

function subtract(from: Float32Array, what: Float32Array) {
  for (let i = 0; i < from.length; i++) from[i] = (from[i] ?? 0) - (what[i] ?? 0)
}

function add(to: Float32Array, what: Float32Array) {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] ?? 0) + (what[i] ?? 0)
}

function directInverse(matrix: Float32Array, n: number): Float32Array {
  const flipped = inverseOfLower(cholesky(Float64Array.from(matrix), n), n)
  const out = new Float32Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      // (L^-1)' L^-1, whose sum starts where both columns do.
      const value = dot(flipped, i * n + i, flipped, j * n + i, n - i)
      out[i * n + j] = value
      out[j * n + i] = value
    }
  }
  return out
}

/** The lower factor L of L L' = matrix, row-major; what lies above the diagonal is of no meaning. */
function cholesky(matrix: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const rest = (matrix[i * n + j] ?? 0) - dot(matrix, i * n, matrix, j * n, j)
      matrix[i * n + j] = j < i ? rest / (matrix[j * n + j] ?? 0) : positiveRoot(rest)
    }
  }
  return matrix
}

function positiveRoot(value: number): number {
  if (!(value > 0)) throw new RangeError('The matrix is not positive definite.')
  return Math.sqrt(value)
}

/** The inverse of a lower factor, stored transposed: row j holds column j. */
function inverseOfLower(factor: Float64Array, n: number): Float64Array {
  const flipped = new Float64Array(n * n)
  for (let j = 0; j < n; j++) {
    flipped[j * n + j] = 1 / (factor[j * n + j] ?? 0)
    for (let i = j + 1; i < n; i++) {
      const sum = dot(factor, i * n + j, flipped, j * n + j, i - j)
      flipped[j * n + i] = -sum / (factor[i * n + i] ?? 0)
    }
  }
  return flipped
}
