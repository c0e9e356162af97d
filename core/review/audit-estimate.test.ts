import { describe, expect, it } from 'vitest'
import { RandomState } from '../kernel/rng'
import { pooled, presentAmong, presentShare, stillMissing } from './audit-estimate'

const stratum = (size: number, present: number, absent: number, undecided = 0) => ({
  ...{ size, present, absent, undecided },
})

describe('what a random sample says of everything', () => {
  it('is exact when everything was looked at', () => {
    expect(presentAmong([stratum(12, 5, 7)])).toEqual({ low: 5, mid: 5, high: 5 })
  })

  it('holds the truth in nine of ten audits at least, in two parts of different richness', () => {
    const rng = new RandomState(3)
    const [few, many] = [60, 1500]
    const truth = 0.7 * few + 0.02 * many
    const draw = (share: number, n: number) => {
      let hits = 0
      for (let i = 0; i < n; i++) hits += Number(rng.uniform() < share)
      return hits
    }
    let held = 0
    for (let audit = 0; audit < 300; audit++) {
      const [a, b] = [draw(0.7, 15), draw(0.02, 25)]
      const { low, high } = presentAmong([stratum(few, a, 15 - a), stratum(many, b, 25 - b)]) ?? {
        ...{ low: 1, high: 0 },
      }
      held += Number(low <= truth && truth <= high)
    }
    expect(held / 300).toBeGreaterThan(0.88)
  })

  it('lets what nobody could tell widen the interval to both sides', () => {
    const sure = presentAmong([stratum(100, 5, 15)])
    const doubtful = presentAmong([stratum(100, 5, 10, 5)])
    expect(doubtful?.low).toBeCloseTo(sure?.low ?? 0, 9)
    expect(doubtful?.high).toBeGreaterThan(sure?.high ?? 0)
  })

  it('is unknown while a part has not been sampled', () => {
    expect(presentAmong([stratum(100, 5, 15), stratum(900, 0, 0)])).toBeNull()
    expect(presentAmong([stratum(100, 5, 15), stratum(0, 0, 0)])).not.toBeNull()
    expect(presentShare([stratum(0, 0, 0)])).toBeNull()
  })

  it('shrinks by what has been found since, and not below nothing', () => {
    const total = { low: 20, mid: 40, high: 80 }
    expect(stillMissing(total, 30, 1000)).toEqual({ low: 0, mid: 10, high: 50 })
    expect(stillMissing(total, 0, 50)).toEqual({ low: 20, mid: 40, high: 50 })
  })

  it('gets narrower with a second sample', () => {
    const one = { low: 10, mid: 40, high: 90, sampled: 40 }
    const both = pooled([one, one])
    expect(both?.mid).toBeCloseTo(40, 9)
    expect((both?.high ?? 0) - (both?.low ?? 0)).toBeLessThan(80 * 0.8)
    expect(pooled([])).toBeNull()
  })
})
