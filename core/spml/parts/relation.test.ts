import { describe, expect, it } from 'vitest'
import { classSimilarity, relationOf, smoothed, unrelated } from './relation'

const similarity = Float64Array.of(1, 0.5, 0.2, 0.5, 1, 0.3, 0.2, 0.3, 1)
const settings = { kept: 3, others: 0.2, temperature: 0.3 }

describe('the relation of classes', () => {
  it('agrees with the published example', () => {
    const [a, b, c] = relationOf(similarity, 3, settings)
    expect(a).toBeCloseTo(0.836172, 5)
    expect(b).toBeCloseTo(0.093537, 5)
    expect(c).toBeCloseTo(0.070291, 5)
  })

  it('has rows that add up to one and nothing where it was cut', () => {
    const relation = relationOf(similarity, 3, { ...settings, kept: 2 })
    for (let row = 0; row < 9; row += 3) {
      expect(relation.slice(row, row + 3).reduce((a, b) => a + b)).toBeCloseTo(1, 12)
    }
    expect([relation[2], relation[5], relation[6]]).toEqual([0, expect.any(Number), 0])
    expect(relation[5]).toBe(0)
  })

  it('of one class, and of classes that never meet, is with oneself', () => {
    expect([...relationOf(Float64Array.of(1), 1, settings)]).toEqual([1])
    const apart = relationOf(Float64Array.from(unrelated(2)), 2, { ...settings, kept: 1 })
    expect([...apart]).toEqual([1, 0, 0, 1])
  })

  it('comes from scores that go together', () => {
    const scores = Float64Array.of(1, 0.5, 0, 0, 1, 0.5, 0, 1, 0, 0, 0, 0)
    const alike = classSimilarity(scores, 4)
    expect(alike[0]).toBe(1)
    expect(alike[1]).toBeCloseTo(1, 12)
    expect(alike[3]).toBeCloseTo(Math.SQRT1_2, 12)
    expect(alike[12]).toBe(alike[3])
    expect([alike[2], alike[10], alike[15]]).toEqual([0, 1, 1])
  })

  it('is refused for a score that is no number, by image and class', () => {
    expect(() => classSimilarity(Float64Array.of(1, 0, 0, Number.NaN), 2)).toThrow(
      'class 2 of image 2',
    )
  })

  it('gives every class a share of those that it goes with', () => {
    const mixed = smoothed(Float64Array.of(1, 0, 0.5, 0.5), Float64Array.of(0.8, 0.2, 0.4, 0.6), 2)
    expect([...mixed]).toEqual([0.8, 0.4, 0.5, 0.5])
  })
})
