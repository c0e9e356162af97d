import { describe, expect, it } from 'vitest'
import { calibrate, probabilityOf, type Answer } from './calibration'
import { RandomState } from './rng'
import { sigmoid } from './statistics'

function answers(count: number, classIndex: number, intercept: number, slope: number): Answer[] {
  const rng = new RandomState(count + classIndex)
  return Array.from({ length: count }, () => {
    const score = rng.uniform()
    return { class: classIndex, score, right: rng.uniform() < sigmoid(intercept + slope * score) }
  })
}

function probability(given: readonly Answer[], classIndex: number, score: number): number {
  const curve = calibrate(given, 3)?.[classIndex]
  return curve ? probabilityOf(curve, score) : NaN
}

describe('calibrate', () => {
  it('says uncalibrated before there are enough answers of both kinds', () => {
    expect(calibrate([], 3)).toBeNull()
    expect(calibrate(answers(19, 0, 0, 1), 3)).toBeNull()
    const allRight = answers(50, 0, 0, 1).map((answer) => ({ ...answer, right: true }))
    expect(calibrate(allRight, 3)).toBeNull()
  })

  it('finds the curve that made the answers', () => {
    const given = answers(4000, 0, -3, 6)
    for (const score of [0.2, 0.5, 0.8]) {
      expect(Math.abs(probability(given, 0, score) - sigmoid(-3 + 6 * score))).toBeLessThan(0.05)
    }
  })

  it('gives a class without answers the pooled curve and lets many answers speak for themselves', () => {
    const given = [...answers(1500, 0, -4, 5), ...answers(1500, 1, 1, 2)]
    const silent = probability(given, 2, 0.5)
    expect(silent).toBeGreaterThan(probability(given, 0, 0.5))
    expect(silent).toBeLessThan(probability(given, 1, 0.5))
    expect(Math.abs(probability(given, 1, 0.5) - sigmoid(2))).toBeLessThan(0.05)
  })

  it('never falls with the score, even when the answers do', () => {
    const given = answers(400, 0, 2, -5)
    expect(probability(given, 0, 0.9)).toBeGreaterThanOrEqual(probability(given, 0, 0.1))
  })

  it('copes with scores that are all the same', () => {
    const given = answers(40, 0, 0, 0).map((answer) => ({ ...answer, score: 0.3 }))
    const share = given.filter((answer) => answer.right).length / given.length
    expect(Math.abs(probability(given, 0, 0.3) - share)).toBeLessThan(0.1)
  })
})
