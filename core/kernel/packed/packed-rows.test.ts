import { describe, expect, it } from 'vitest'
import { RandomState } from '../rng'
import { PackedRows, packedCosine } from './packed-rows'

/** Rows of length 1 by chance, and what they were packed into. */
function scene(rows: number, dim: number) {
  const rng = new RandomState(7)
  const plain = Float32Array.from({ length: rows * dim }, () => rng.normal())
  const packed = new PackedRows(rows, dim)
  for (let row = 0; row < rows; row++) {
    const own = plain.subarray(row * dim, (row + 1) * dim)
    const length = Math.hypot(...own)
    own.forEach((value, k) => (own[k] = value / length))
    packed.set(row, plain, row * dim)
  }
  const vector = Float32Array.from({ length: dim }, () => rng.normal())
  const product = (row: number, other: Float32Array) =>
    other.reduce((sum, value, k) => sum + value * (plain[row * dim + k] ?? 0), 0)
  return { plain, packed, vector, product }
}

describe.each([
  [5, 3],
  [7, 16],
  [2, 33],
  [64, 1024],
])('%i packed rows of %i numbers', (rows, dim) => {
  const { plain, packed, vector, product } = scene(rows, dim)

  it('give the products of what was packed, all at once and one by one', () => {
    const out = new Float32Array(rows)
    packed.times(vector, out)
    for (let row = 0; row < rows; row++) {
      expect(out[row]).toBeCloseTo(product(row, vector), 2)
      expect(packed.dot(row, vector)).toBeCloseTo(out[row] ?? 0, 3)
    }
  })

  it('come back nearly as they were', () => {
    const out = new Float32Array(dim + 1)
    packed.unpack(rows - 1, out, 1)
    for (let k = 0; k < dim; k++) {
      expect(out[k + 1]).toBeCloseTo(plain[(rows - 1) * dim + k] ?? 0, 4)
    }
  })

  it('are added to a sum', () => {
    const sum = new Float64Array(dim).fill(1)
    packed.addTo(sum, 0, -2)
    sum.forEach((value, k) => {
      expect(value).toBeCloseTo(1 - 2 * (plain[k] ?? 0), 3)
    })
  })

  it('have the cosines of what was packed', () => {
    const [a, b] = [0, rows - 1]
    const other = plain.subarray(b * dim, (b + 1) * dim)
    const cosine = packedCosine(packed.values, packed.stride, a, b)
    expect(cosine).toBeCloseTo(product(a, other), 4)
    expect(packedCosine(packed.values, packed.stride, a, a)).toBeCloseTo(1, 4)
  })
})

it('nothing times a vector is nothing', () => {
  const out = new Float32Array(0)
  new PackedRows(0, 8).times(new Float32Array(8), out)
  expect(out).toHaveLength(0)
})
