import { describe, expect, it } from 'vitest'
import { averagePrecision, detection, meanAveragePrecision, wasserstein1 } from './metrics'

describe('averagePrecision', () => {
  it.each([
    [[1, 0, 1, 0], [0.9, 0.8, 0.7, 0.1], 0.83333333],
    [[0, 1, 1, 0, 1], [0.9, 0.8, 0.8, 0.3, 0.2], 0.64444444],
    [[1, 0, 1], [0.5, 0.5, 0.5], 0.66666667],
    [[0, 1], [0.5, 0.5], 0.5],
    [[0, 0], [0.1, 0.9], 0],
    [[], [], 0],
  ])('of %j by %j is %d as in scikit-learn', (truth, scores, expected) => {
    expect(averagePrecision(truth, scores)).toBeCloseTo(expected, 8)
  })

  it('counts -1 as negative', () => {
    expect(averagePrecision([-1, 1], [0.9, 0.1])).toBe(0.5)
  })
})

describe('meanAveragePrecision', () => {
  it('keeps a class without positives in the mean, as 0, and says how many there are', () => {
    const { map, perClass, emptyClasses } = meanAveragePrecision(
      [1, 0, 0, 0],
      [0.9, 0.4, 0.1, 0.3],
      2,
    )
    expect([...perClass]).toEqual([1, 0])
    expect(map).toBe(0.5)
    expect(emptyClasses).toBe(1)
  })

  it('looks only at the entries that count', () => {
    const truth = [1, 0, 1]
    expect(meanAveragePrecision(truth, [0.1, 0.5, 0.3], 1, (i) => i !== 1).map).toBe(1)
  })

  it('is 0 without classes', () => {
    expect(meanAveragePrecision([], [], 0).map).toBe(0)
  })
})

describe('detection', () => {
  it('gives precision, recall and F1', () => {
    const { precision, recall, f1 } = detection(4, 3, 5)
    expect([precision, recall]).toEqual([0.75, 0.6])
    expect(f1).toBeCloseTo(0.66666667, 8)
  })

  it('is 0 where nothing was marked or nothing was there', () => {
    expect(detection(0, 0, 5)).toEqual({ precision: 0, recall: 0, f1: 0 })
    expect(detection(5, 0, 0)).toEqual({ precision: 0, recall: 0, f1: 0 })
  })
})

describe('wasserstein1', () => {
  it('equals the published oracles', () => {
    expect(wasserstein1([0.9, 0.8, 0.4], [0.1, 0.2, 0.3, 0.5])).toBeCloseTo(0.425, 12)
    expect(wasserstein1([0.2], [0.7])).toBeCloseTo(0.5, 12)
  })

  it('is 0 for equal samples', () => {
    expect(wasserstein1([1, 2, 2], [2, 1, 2])).toBe(0)
  })
})
