import { describe, expect, it } from 'vitest'
import { answerAgreement, seedAgreement } from './agreement'

const answers = (count: number, right: (i: number) => boolean) =>
  Array.from({ length: count }, (_, i) => ({ score: -i, right: right(i) }))

describe('answerAgreement', () => {
  it('is 1 when everything right was ranked first and lower otherwise', () => {
    expect(answerAgreement([answers(40, (i) => i < 20)])).toBe(1)
    expect(answerAgreement([answers(40, (i) => i >= 20)])).toBeLessThan(0.5)
  })

  it('is null before there are enough answers of both kinds', () => {
    expect(answerAgreement([])).toBeNull()
    expect(answerAgreement([answers(30, (i) => i < 20)])).toBeNull()
    expect(answerAgreement([answers(80, () => true)])).toBeNull()
  })
})

describe('seedAgreement', () => {
  const states = Int8Array.of(1, 0, 0, 0)
  const scores = Float32Array.of(9, 0.5, 0.2, 0.1)

  it('judges a seed by its held-out score, not by the one that has seen it', () => {
    expect(seedAgreement(states, scores, 1, () => [0.6])).toBe(1)
    expect(seedAgreement(states, scores, 1, () => [0.3])).toBe(0.5)
  })

  it('is null without a seed', () => {
    expect(seedAgreement(new Int8Array(4), scores, 1, () => [])).toBeNull()
  })
})
