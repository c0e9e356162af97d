import { describe, expect, it } from 'vitest'
import { resizeToPlanes } from './resize'

/** One row of grey pixels. */
const row = (...values: number[]) => ({
  ...{ width: values.length, height: 1 },
  data: Uint8Array.from(values.flatMap((value) => [value, value, value])),
})

describe('a picture at another size', () => {
  it('is itself at its own', () => {
    const picture = { width: 1, height: 2, data: Uint8Array.from([1, 2, 3, 4, 5, 6]) }
    expect([...resizeToPlanes(picture, { width: 1, height: 2 })]).toEqual([1, 4, 2, 5, 3, 6])
  })

  it('lies between its pixels when it grows', () => {
    const [a, b, c, d] = resizeToPlanes(row(0, 100), { width: 4, height: 1 })
    // Middles of quarters at 0.25, 0.75, 1.25, 1.75 of two pixels whose middles are at 0.5 and 1.5.
    expect([a, b, c, d]).toEqual([0, 25, 75, 100])
  })

  it('leaves no pixel out when it shrinks', () => {
    const [value] = resizeToPlanes(row(0, 0, 0, 80, 0, 0, 0, 0), { width: 1, height: 1 })
    // A triangle as wide as all: the weight of the fourth pixel is 7.5 of 48.
    expect(value).toBeCloseTo((80 * 7.5) / 48, 4)
  })

  it('stretches one pixel over everything', () => {
    const planes = resizeToPlanes(
      { width: 1, height: 1, data: Uint8Array.of(9, 8, 7) },
      {
        ...{ width: 3, height: 2 },
      },
    )
    expect([...planes].join('')).toBe('999999888888777777')
  })
})
