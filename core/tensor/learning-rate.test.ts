import { expect, it } from 'vitest'
import { learningRateAt } from './learning-rate'

it('rises and falls in one cycle as PyTorch has it', () => {
  const rates = [0, 10, 19, 20, 50, 99].map((step) => learningRateAt('one-cycle', 1e-4, step, 100))
  const known = [4e-6, 5.59638e-5, 1e-4, 9.99615e-5, 6.7306e-5, 4e-10]
  rates.forEach((rate, i) => {
    expect(rate / (known[i] ?? 0)).toBeCloseTo(1, 5)
  })
})

it('falls as a polynomial', () => {
  const rates = [0, 1, 50, 99].map((step) => learningRateAt('poly', 0.02, step, 100))
  const known = [0.02, 0.01981991, 0.01071773, 0.00031698]
  rates.forEach((rate, i) => {
    expect(rate).toBeCloseTo(known[i] ?? 0, 7)
  })
})

it('gives every step of the shortest trainings a rate', () => {
  for (const total of [1, 2, 4, 5, 6]) {
    for (let step = 0; step < total; step++) {
      const rate = learningRateAt('one-cycle', 1, step, total)
      expect(rate).toBeGreaterThan(0)
      expect(rate).toBeLessThanOrEqual(1)
    }
  }
})

it('stays', () => {
  expect(learningRateAt('constant', 0.3, 7, 9)).toBe(0.3)
})
