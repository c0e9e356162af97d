import { describe, expect, it } from 'vitest'
import { leastShare, WORTH_PER_MINUTE, worthLooking } from './class-estimates'
import { pageSeconds } from './human-times'

describe('what is worth a look', () => {
  const bins = [-3, -1, 0, 2].map((score) => ({ score, count: 10 }))

  it('counts the images whose probability reaches the least share', () => {
    const curve = { intercept: 0, slope: 1, covariance: [0, 0, 0] } as const
    expect(worthLooking(curve, bins, 0.5)).toEqual({ low: 20, mid: 20, high: 20 })
    expect(worthLooking(curve, bins, 0.01)).toEqual({ low: 40, mid: 40, high: 40 })
  })

  it('gets an interval from the doubt of the curve', () => {
    const curve = { intercept: 0, slope: 1, covariance: [0.6, 0, 0] } as const
    expect(worthLooking(curve, bins, 0.5)).toEqual({ low: 10, mid: 20, high: 30 })
  })

  it('ends where a page yields as many labels a minute as are worth it', () => {
    const hits = leastShare(40) * 40
    expect((60 * hits) / pageSeconds(40, hits)).toBeCloseTo(WORTH_PER_MINUTE, 9)
  })
})
