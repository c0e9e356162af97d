import { describe, expect, it } from 'vitest'
import { classCurve, poolAnswers, probabilityOf, type Answer } from './calibration'
import { RandomState } from './rng'
import { sigmoid } from './statistics'

function answers(count: number, intercept: number, slope: number): Answer[] {
  const rng = new RandomState(count + slope)
  return Array.from({ length: count }, () => {
    const score = rng.uniform()
    return { score, right: rng.uniform() < sigmoid(intercept + slope * score) }
  })
}

function probability(all: readonly Answer[], own: readonly Answer[], score: number): number {
  const pooled = poolAnswers(all)
  return pooled ? probabilityOf(classCurve(pooled, own), score) : NaN
}

describe('calibration', () => {
  it('says uncalibrated before there are enough answers of both kinds', () => {
    expect(poolAnswers([])).toBeNull()
    expect(poolAnswers(answers(19, 0, 1))).toBeNull()
    const allRight = answers(50, 0, 1).map((answer) => ({ ...answer, right: true }))
    expect(poolAnswers(allRight)).toBeNull()
  })

  it('finds the curve that made the answers', () => {
    const given = answers(4000, -3, 6)
    for (const score of [0.2, 0.5, 0.8]) {
      const error = probability(given, given, score) - sigmoid(-3 + 6 * score)
      expect(Math.abs(error)).toBeLessThan(0.05)
    }
  })

  it('gives a class without answers the pooled curve and lets many answers speak for themselves', () => {
    const strict = answers(1500, -4, 5)
    const easy = answers(1500, 1, 2)
    const all = [...strict, ...easy]
    const silent = probability(all, [], 0.5)
    expect(silent).toBeGreaterThan(probability(all, strict, 0.5))
    expect(silent).toBeLessThan(probability(all, easy, 0.5))
    expect(Math.abs(probability(all, easy, 0.5) - sigmoid(2))).toBeLessThan(0.05)
  })

  it('never falls with the score, even when the answers do', () => {
    const given = answers(400, 2, -5)
    const low = probability(given, given, 0.1)
    expect(probability(given, given, 0.9)).toBeGreaterThanOrEqual(low)
  })

  it('copes with scores that are all the same', () => {
    const given = answers(40, 0, 0).map((answer) => ({ ...answer, score: 0.3 }))
    const share = given.filter((answer) => answer.right).length / given.length
    expect(Math.abs(probability(given, given, 0.3) - share)).toBeLessThan(0.1)
  })

  it('does not say of pictures far below the answered ones what it says of those', () => {
    const best = answers(60, -1, 2).map(({ score, right }) => ({ score: 0.8 + score / 10, right }))
    const others = Array.from({ length: 60 }, (_, i) => i / 100)
    const far = (pooled: ReturnType<typeof poolAnswers>) =>
      pooled ? probabilityOf(classCurve(pooled, []), 0.2) : NaN
    const near = poolAnswers(best, others)
    expect(far(near)).toBeLessThan(0.25)
    expect(near && probabilityOf(classCurve(near, []), 0.85)).toBeGreaterThan(0.35)
  })
})
