import { describe, expect, it } from 'vitest'
import { RandomState } from './rng'

describe('RandomState', () => {
  it('draws the same words as NumPy', () => {
    const rng = new RandomState(1200)
    const words = Array.from({ length: 5 }, () => rng.uint32())
    expect(words).toEqual([2413572691, 1534083769, 4133338855, 2016223744, 2893357746])
  })

  it('permutes as NumPy does', () => {
    expect([...new RandomState(1200).permutation(10)]).toEqual([9, 4, 6, 1, 8, 5, 2, 0, 7, 3])
    expect([...new RandomState(999).permutation(10)]).toEqual([6, 2, 8, 4, 3, 7, 9, 1, 5, 0])
  })

  it('draws nothing for the interval 0..0', () => {
    const rng = new RandomState(1200)
    expect(rng.interval(0)).toBe(0)
    expect(rng.uint32()).toBe(2413572691)
  })

  it('covers an interval evenly, its largest value included', () => {
    const rng = new RandomState(7)
    const counts = [0, 0, 0, 0, 0]
    for (let i = 0; i < 5000; i++) {
      const value = rng.interval(4)
      counts[value] = (counts[value] ?? 0) + 1
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120)
  })

  it('draws uniform and normal numbers as NumPy does', () => {
    const rng = new RandomState(0)
    expect(rng.uniform()).toBeCloseTo(0.5488135039273248, 15)
    expect(rng.uniform()).toBeCloseTo(0.7151893663724195, 15)
    const normal = new RandomState(0)
    expect(normal.normal()).toBeCloseTo(1.764052345967664, 14)
    expect(normal.normal()).toBeCloseTo(0.4001572083672233, 14)
  })
})
