import { describe, expect, it } from 'vitest'
import { clopperPearson } from './binomial'
import { RandomState } from './rng'

describe('the exact interval of a share', () => {
  it('is the published one', () => {
    // scipy.stats.binomtest(3, 20).proportion_ci(0.95, 'exact')
    const { low, high } = clopperPearson(3, 20, 0.95)
    expect(low).toBeCloseTo(0.03207094, 6)
    expect(high).toBeCloseTo(0.37892683, 6)
  })

  it('reaches the end where nothing, or everything, was a hit', () => {
    expect(clopperPearson(0, 40)).toMatchObject({ low: 0, mid: 0 })
    expect(clopperPearson(0, 40).high).toBeCloseTo(1 - 0.05 ** (1 / 40), 9)
    expect(clopperPearson(40, 40)).toMatchObject({ mid: 1, high: 1 })
  })

  it('says nothing without a trial', () => {
    expect(clopperPearson(0, 0)).toEqual({ low: 0, mid: 0.5, high: 1 })
  })

  it('holds the truth in nine of ten samples at least', () => {
    const rng = new RandomState(5)
    const samples = Array.from({ length: 400 }, () => {
      let hits = 0
      for (let i = 0; i < 30; i++) hits += Number(rng.uniform() < 0.2)
      return clopperPearson(hits, 30)
    })
    const held = samples.filter(({ low, high }) => low <= 0.2 && high >= 0.2).length
    expect(held / samples.length).toBeGreaterThan(0.88)
  })
})
