import { describe, expect, it } from 'vitest'
import { RandomState } from '../kernel/rng'
import { sigmoid } from '../kernel/statistics'
import { binScores } from './score-bins'

describe('binScores', () => {
  it('keeps sums over a steep curve to a thousandth', () => {
    const rng = new RandomState(3)
    const scores = Float32Array.from({ length: 5000 }, () => rng.normal())
    const exact = scores.reduce((sum, score) => sum + sigmoid(4 * score - 6), 0)
    const binned = binScores(scores).reduce((sum, b) => sum + b.count * sigmoid(4 * b.score - 6), 0)
    expect(Math.abs(binned / exact - 1)).toBeLessThan(1e-3)
  })

  it('leaves out what has no score, and accepts equal ones and none', () => {
    expect(binScores(Float32Array.of(-Infinity, 2, 2))).toEqual([{ count: 2, score: 2 }])
    expect(binScores(new Float32Array(0))).toEqual([])
    expect(binScores(Float32Array.of(-Infinity))).toEqual([])
  })
})
