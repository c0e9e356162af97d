import { describe, expect, it } from 'vitest'
import { plainMatMul } from './mat-mul'
import { RandomState } from './rng'
import { drain, inverseSteps } from './symmetric-inverse'

function randomPositive(n: number): Float32Array {
  const rng = new RandomState(n)
  const x = Float32Array.from({ length: n * n }, () => rng.normal() / Math.sqrt(n))
  const square = plainMatMul(x, n, n, x, n, { transposeB: true })
  for (let i = 0; i < n; i++) square[i * n + i] = (square[i * n + i] ?? 0) + 1
  return square
}

describe('inverseSteps', () => {
  it.each([1, 2, 95, 97, 230])('inverts a positive definite matrix of size %i', (n) => {
    const matrix = randomPositive(n)
    const product = plainMatMul(matrix, n, n, drain(inverseSteps(matrix, n, plainMatMul)), n)
    const worst = product.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (i % (n + 1) === 0 ? 1 : 0))),
      0,
    )
    expect(worst).toBeLessThan(1e-5)
  })

  it('leaves its input as it was', () => {
    const matrix = randomPositive(120)
    const before = matrix.slice()
    drain(inverseSteps(matrix, 120, plainMatMul))
    expect(matrix).toEqual(before)
  })

  it('refuses a matrix that is not positive definite', () => {
    const matrix = Float32Array.of(1, 2, 2, 1)
    expect(() => drain(inverseSteps(matrix, 2, plainMatMul))).toThrow(RangeError)
  })
})
