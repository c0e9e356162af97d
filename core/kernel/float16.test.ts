import { describe, expect, it } from 'vitest'
import { decodeFloat16, encodeFloat16 } from './float16'

const bitsOf = (...values: number[]) => [...encodeFloat16(Float32Array.from(values))]

describe('float16', () => {
  it('gives every half back exactly', () => {
    const all = Uint16Array.from({ length: 65536 }, (_, i) => i).filter(
      (h) => (h & 0x7c00) !== 0x7c00 || (h & 0x3ff) === 0,
    )
    expect(encodeFloat16(decodeFloat16(all))).toEqual(all)
  })

  it('knows the landmarks of the format', () => {
    expect(bitsOf(0, -0, 1, -2, 65504, 2 ** -14, 2 ** -24)).toEqual([
      0, 0x8000, 0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001,
    ])
    expect([...decodeFloat16(Uint16Array.of(0x3555, 0x0001))]).toEqual([0.333251953125, 2 ** -24])
  })

  it('rounds to the nearest, ties to even', () => {
    expect(bitsOf(1 + 2 ** -11, 1 + 3 * 2 ** -11, 1 + 2 ** -11 + 2 ** -20)).toEqual([
      0x3c00, 0x3c02, 0x3c01,
    ])
    expect(bitsOf(2 ** -25, 3 * 2 ** -25, 2 ** -25 + 2 ** -40)).toEqual([0, 2, 1])
  })

  it('carries into the exponent and overflows to infinity', () => {
    expect(bitsOf(1.99999, 65519, 65520, 1e30, -Infinity)).toEqual([
      0x4000, 0x7bff, 0x7c00, 0x7c00, 0xfc00,
    ])
  })

  it('keeps not-a-number what it is', () => {
    expect(decodeFloat16(encodeFloat16(Float32Array.of(NaN)))[0]).toBeNaN()
  })

  it('errs by less than one part in two thousand', () => {
    const values = Float32Array.from({ length: 2000 }, (_, i) => Math.exp(i / 200 - 5))
    const back = decodeFloat16(encodeFloat16(values))
    values.forEach((value, i) => {
      expect(Math.abs((back[i] ?? 0) - value) / value).toBeLessThan(1 / 2048)
    })
  })
})
