import { describe, expect, it } from 'vitest'
import { plainMatMul } from './mat-mul'

const a = Float32Array.of(1, 2, 3, 4, 5, 6) // [2, 3]
const b = Float32Array.of(7, 8, 9, 10, 11, 12) // [3, 2]

describe('plainMatMul', () => {
  it('multiplies', () => {
    expect([...plainMatMul(a, 2, 3, b, 2)]).toEqual([58, 64, 139, 154])
  })

  it('transposes the left, the right or both', () => {
    const square = [17, 22, 27, 22, 29, 36, 27, 36, 45]
    expect([...plainMatMul(a, 2, 3, a, 3, { transposeA: true })]).toEqual(square)
    expect([...plainMatMul(a, 2, 3, a, 3, { transposeB: true })]).toEqual([14, 32, 32, 77])
    expect([...plainMatMul(a, 2, 3, b, 2, { transposeA: true, transposeB: true })]).toEqual([
      39, 49, 59, 54, 68, 82, 69, 87, 105,
    ])
  })
})
