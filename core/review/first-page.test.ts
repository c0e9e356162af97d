import { describe, expect, it } from 'vitest'
import { expectedAtFirst } from './first-page'

const usual = { seeds: 10, seeded: 100, classCount: 10 }
/** A page of 20 among 2,000 unknown images. */
const part = 0.01

describe('what is expected of a first page', () => {
  it('is more the higher left-out seeds stand', () => {
    const at = (height: number) =>
      expectedAtFirst({ ...usual, heights: Array.from({ length: 10 }, () => height) }, part)
    expect(at(0.005)).toBe(1)
    expect(at(0.1)).toBeGreaterThan(at(0.3))
    expect(at(0.3)).toBeGreaterThan(at(0.35))
  })

  it('is how common the class is where seeds stand anywhere, as by chance', () => {
    const heights = Array.from({ length: 10 }, (_, k) => (k + 0.5) / 10)
    expect(expectedAtFirst({ ...usual, heights }, part)).toBeCloseTo(0.4, 1)
  })

  it('is little while there are few seeds of a class, and nothing without any', () => {
    const few = { seeds: 2, seeded: 15, classCount: 12 }
    expect(expectedAtFirst({ ...few, heights: [0.5, 0.6] }, 0.03)).toBeLessThan(0.5)
    expect(expectedAtFirst({ ...few, seeds: 0, heights: [] }, 0.03)).toBe(0)
  })
})
