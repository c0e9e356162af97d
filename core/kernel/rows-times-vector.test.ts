import { expect, it } from 'vitest'
import { rowsTimesVector } from './rows-times-vector'

it.each([
  [3, 3],
  [2, 4],
  [1, 1],
  [0, 2],
])('multiplies %i rows of %i numbers', (rows, dim) => {
  const matrix = Float32Array.from({ length: rows * dim }, (_, i) => i + 1)
  const vector = Float32Array.from({ length: dim }, (_, i) => i - 1)
  const out = new Float32Array(rows)
  rowsTimesVector(matrix, rows, vector, out)
  const expected = Array.from({ length: rows }, (_, r) =>
    vector.reduce((sum, value, k) => sum + value * (r * dim + k + 1), 0),
  )
  expect([...out]).toEqual(expected)
})
