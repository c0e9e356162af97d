import { expect, it } from 'vitest'
import { analyseEpoch } from './epoch'

/** Two images, three classes: the first label of each row is observed. */
const labels = Int8Array.of(1, 0, 0, 1, 0, -1)
const truth = Uint8Array.of(1, 1, 0, 1, 0, 0)
const logits = Float32Array.of(2, -1, -3, 4, -5, -9)
const base = { logits, labels, truth, marked: Uint8Array.of(0, 1, 1, 0, 0, 0), classes: 3 }

it('finds how well marked labels meet the hidden positives, with the factor 2 in F1', () => {
  const { falseNegatives } = analyseEpoch(base)
  expect(falseNegatives).toEqual({ precision: 0.5, recall: 1, f1: 2 / 3 })
})

it('says nothing about false negatives when the method marks nothing', () => {
  expect(analyseEpoch({ ...base, marked: new Uint8Array(6) }).falseNegatives).toBeNull()
})

it('means the logits of the three groups; what people said to be absent is in none', () => {
  expect(analyseEpoch(base).logits).toEqual({ observed: 3, hidden: -1, negative: -4 })
})

it('means the gaps to the masked pictures, with the threshold', () => {
  const masked = { logits: Float32Array.of(1, 1, -3.5, 4, NaN, 0), tau: 0.45 }
  expect(analyseEpoch({ ...base, masked }).gap).toEqual({
    observed: 0.5,
    hidden: 2,
    negative: 0.5,
    tau: 0.45,
  })
  expect(analyseEpoch(base).gap).toBeNull()
})

it('measures the distance on the validation images where there are some', () => {
  const validation = {
    logits: Float32Array.of(50, 0, 0, -50, 0, 0),
    truth: Uint8Array.of(1, 0, 0, 0, 0, 0),
  }
  expect(analyseEpoch({ ...base, validation }).wasserstein).toBeCloseTo(1, 6)
})

it('leaves out images that the epoch did not look at, and a group without labels', () => {
  const analysis = analyseEpoch({
    ...base,
    logits: Float32Array.of(NaN, NaN, NaN, 4, -5, -9),
  })
  expect(analysis.logits).toEqual({ observed: 4, hidden: null, negative: -5 })
  expect(analysis.wasserstein).toBeNull()
  expect(analysis.falseNegatives).toBeNull()
})
