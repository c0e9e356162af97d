import { describe, expect, it } from 'vitest'
import { Dice } from './dice'

describe('dice', () => {
  it('fall the same way for the same seed', () => {
    const throws = (seed: number): number[] => {
      const dice = new Dice(seed)
      return [dice.between(0, 1), dice.whole(1, 6), Number(dice.chance(0.5))]
    }
    expect(throws(5)).toEqual(throws(5))
    expect(throws(5)).not.toEqual(throws(6))
  })

  it('reach both ends of a range and nothing beyond', () => {
    const dice = new Dice(1)
    const seen = new Set(Array.from({ length: 200 }, () => dice.whole(-1, 2)))
    expect([...seen].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2])
  })

  it('draw keys at most once, never one without weight, heavy ones first', () => {
    const dice = new Dice(2)
    const weights = new Map([
      ['heavy', 9],
      ['light', 1],
      ['never', 0],
    ])
    const drawn = Array.from({ length: 300 }, () => dice.weighted(weights, 5))
    expect(drawn.every((keys) => new Set(keys).size === keys.length)).toBe(true)
    expect(drawn.flat()).not.toContain('never')
    const first = drawn.filter((keys) => keys[0] === 'heavy').length
    expect(first).toBeGreaterThan(240)
    expect(first).toBeLessThan(300)
  })
})
