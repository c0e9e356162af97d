import { describe, expect, it } from 'vitest'
import { NO_PSEUDO } from '../method'
import { rankNegatives } from './rank-negatives'

function labelled(images: number, warmup: number, logit = (i: number) => i / 1000): Float32Array {
  return rankNegatives({
    moment: { epoch: warmup, epochs: 10, step: warmup, steps: 1, classes: 1 },
    parameters: { proportion: 0.9, warmup },
    outputs: { logits: Float32Array.from({ length: images }, (_, i) => logit(i)) },
    labels: {
      state: new Int8Array(images),
      pseudo: new Float32Array(images).fill(NO_PSEUDO),
    },
    state: {},
  })
}

const count = (pseudo: Float32Array) => pseudo.filter((target) => !Number.isNaN(target)).length

describe('rankNegatives', () => {
  it('labels the published number of images in an epoch', () => {
    expect(count(labelled(5000, 5))).toBe(900)
    expect(count(labelled(4000, 3))).toBe(514)
  })

  it('takes the lowest scores and remembers their probability', () => {
    const pseudo = labelled(20, 5)
    expect(count(pseudo.subarray(0, 3))).toBe(3)
    expect(pseudo[2]).toBeCloseTo(1 / (1 + Math.exp(-0.002)), 6)
    expect(pseudo[3]).toBeNaN()
  })

  it('never gives a target of exactly zero', () => {
    expect(labelled(20, 5, () => -1000)[0]).toBeCloseTo(1e-6, 9)
  })

  it('keeps what it labelled before and leaves decided labels alone', () => {
    const pseudo = Float32Array.of(0.4, NO_PSEUDO, NO_PSEUDO, NO_PSEUDO)
    const next = rankNegatives({
      moment: { epoch: 1, epochs: 2, step: 1, steps: 1, classes: 1 },
      parameters: { proportion: 0.7, warmup: 1 },
      outputs: { logits: Float32Array.of(3, -5, -4, 2) },
      labels: { state: Int8Array.of(0, 1, 0, 0), pseudo },
      state: {},
    })
    expect([...next]).toEqual([pseudo[0], NaN, expect.closeTo(0.018, 3), expect.closeTo(0.881, 3)])
  })
})
