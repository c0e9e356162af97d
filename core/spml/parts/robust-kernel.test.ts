import { describe, expect, it } from 'vitest'
import { binaryKernel } from './kernels'
import { readingAt, readLabel, robustKernel } from './robust-kernel'

const voc = { w0: 0, wT: 2, b0: -2, bT: -2, mu0: 0.5, sigma0: 2, muT: 0.8, sigmaT: 0.5 }
const at = (parameters: Record<string, number>, epoch: number) =>
  readingAt(parameters, { epoch, epochs: 8, step: 1, steps: 1, classes: 3 })

describe('the reading of the generalised robust loss', () => {
  it.each([
    [1, 0, -2, 0.5375, 1.8125],
    [4, 0.75, -2, 0.65, 1.25],
    [8, 1.75, -2, 0.8, 0.5],
  ])('in epoch %i of eight is the published one', (epoch, w, b, mu, sigma) => {
    const reading = at(voc, epoch)
    expect(reading.w).toBeCloseTo(w, 12)
    expect(reading.b).toBeCloseTo(b, 12)
    expect(reading.mu).toBeCloseTo(mu, 12)
    expect(reading.sigma).toBeCloseTo(sigma, 12)
  })

  it('is the published one for COCO in the last epoch', () => {
    expect(at({ ...voc, wT: 10, bT: -8 }, 8)).toMatchObject({ w: 8.75, b: -7.25, mu: 0.8 })
  })

  it.each([
    [1, [0.11920292, 0.11920292, 0.11920292], [0.98222, 0.98908, 0.9989]],
    [8, [0.38732, 0.17809, 0.28686], [0.98703, 0.5689, 0.9389]],
  ])('says in epoch %i how likely and how weighty labels are', (epoch, present, weight) => {
    for (const [i, z] of [2, -1, 0.5].entries()) {
      const read = readLabel(z, at(voc, epoch))
      expect(read.present).toBeCloseTo(present[i] ?? Number.NaN, 5)
      expect(read.weight).toBeCloseTo(weight[i] ?? Number.NaN, 5)
    }
  })
})

describe('the robust kernel', () => {
  it('is the logarithm at 0 and the absolute error at 1', () => {
    const exact = binaryKernel(0)
    const logarithm = robustKernel({ q2: 0, q3: 1e-9 }, exact)
    expect(logarithm.positive(0.7)).toEqual(exact.positive(0.7))
    expect(logarithm.negative(0.7).value).toBeCloseTo(exact.negative(0.7).value, 7)
    const p = 1 / (1 + Math.exp(-0.7))
    const error = robustKernel({ q2: 1, q3: 1 }, exact)
    expect(error.positive(0.7).value).toBeCloseTo(1 - p, 12)
    expect(error.negative(0.7).value).toBeCloseTo(p, 12)
  })

  it.each([-1000, -40, 40, 1000])('stays a number at a logit of %i', (z) => {
    const { positive, negative } = robustKernel({ q2: 0.01, q3: 1.5 }, binaryKernel(1e-7))
    const terms = [positive(z), negative(z)].flatMap(({ value, slope }) => [value, slope])
    expect(terms.every(Number.isFinite)).toBe(true)
  })
})
