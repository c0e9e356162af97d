import { expect, it } from 'vitest'
import { maskedLogits } from './masked-logits'

// One image of four cells, two classes; class 0 is seen in the first cell alone.
const shown = Float32Array.of(4, 1, 0, 2, 1, 3, 0, 4)
const hidden = new Float32Array(8).fill(-1)
const base = { shown, hidden, classes: 2, observed: [0], threshold: 0.4, boost: 1 }

it('keeps the cells where the observed class is, and hides the rest', () => {
  expect([...maskedLogits(base)]).toEqual([(4 - 3) / 4, (1 - 3) / 4])
})

it('boosts what speaks for a class, shown or hidden', () => {
  expect([...maskedLogits({ ...base, boost: 5 })]).toEqual([(20 - 3) / 4, (5 - 3) / 4])
})

it('shows an image whole that has no observed class, or the same evidence everywhere', () => {
  expect([...maskedLogits({ ...base, observed: [-1] })]).toEqual([1.25, 2.5])
  const flat = new Float32Array(8).fill(2)
  expect([...maskedLogits({ ...base, shown: flat })]).toEqual([2, 2])
})
