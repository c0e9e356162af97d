import type { MatMul } from '../../kernel/mat-mul'

/** Relative length of what is left over, at which a column counts as solved. */
const TOLERANCE = 1e-3
const MOST_STEPS = 200

/**
 * Solves (A + ridge I) X = B for many right sides at once, A [n, n] symmetric and not negative, B [n, columns].
 * Conjugate gradients (Hestenes & Stiefel 1952): some dozens of products with A in place of a factorisation,
 * because a ridge leaves only the few large directions of a kernel to be found.
 */
export async function solveRidge(
  matrix: Float32Array,
  n: number,
  ridge: number,
  right: Float32Array,
  matMul: MatMul,
  breathe: () => Promise<void>,
): Promise<Float32Array> {
  const columns = right.length / n
  const solution = new Float32Array(right.length)
  const rest = right.slice()
  const direction = right.slice()
  const start = columnProducts(rest, rest, columns)
  let squares = start
  for (let step = 0; step < MOST_STEPS; step++) {
    if (squares.every((square, c) => square <= TOLERANCE ** 2 * (start[c] ?? 0))) break
    await breathe()
    const image = matMul(matrix, n, n, direction, columns)
    for (let i = 0; i < image.length; i++) image[i] = (image[i] ?? 0) + ridge * (direction[i] ?? 0)
    const along = columnProducts(direction, image, columns)
    const rates = squares.map((square, c) => divide(square, along[c] ?? 0))
    addColumns(solution, direction, rates)
    addColumns(
      rest,
      image,
      rates.map((rate) => -rate),
    )
    const next = columnProducts(rest, rest, columns)
    const keep = next.map((square, c) => divide(square, squares[c] ?? 0))
    for (let i = 0; i < direction.length; i++) {
      direction[i] = (rest[i] ?? 0) + (keep[i % columns] ?? 0) * (direction[i] ?? 0)
    }
    squares = next
  }
  return solution
}

/** Inner products of the columns of two tables [n, columns]. */
function columnProducts(a: Float32Array, b: Float32Array, columns: number): Float64Array {
  const sums = new Float64Array(columns)
  for (let i = 0; i < a.length; i++) {
    const c = i % columns
    sums[c] = (sums[c] ?? 0) + (a[i] ?? 0) * (b[i] ?? 0)
  }
  return sums
}

function addColumns(to: Float32Array, what: Float32Array, rates: Float64Array): void {
  for (let i = 0; i < to.length; i++) {
    to[i] = (to[i] ?? 0) + (rates[i % rates.length] ?? 0) * (what[i] ?? 0)
  }
}

/** A column that is solved already moves no more. */
function divide(a: number, b: number): number {
  return b > 0 ? a / b : 0
}
