import { describe, expect, it } from 'vitest'
import { plainMatMul } from '../kernel/mat-mul'
import { newtonStart } from './newton-start'

const calm = () => Promise.resolve()
const vectors = Float32Array.of(1, 0, -1, 0, 1, 0, -1, 0)
const targets = Float32Array.of(1, 0, 1, 0)

describe('newtonStart', () => {
  it('takes one Newton step of logistic regression with a ridge', async () => {
    const { weights, bias } = await newtonStart([{ vectors, targets }], 2, 1, plainMatMul, calm)
    // Covariance 1 + ridge 1, moment 1/2, and p (1 - p) = 1/4 at the frequency of one half.
    expect([...weights]).toEqual([expect.closeTo(1, 5), expect.closeTo(0, 5)])
    expect(bias[0]).toBeCloseTo(0, 5)
  })

  it('does not depend on how the images are cut into batches', async () => {
    const halves = [
      { vectors: vectors.subarray(0, 4), targets: targets.subarray(0, 2) },
      { vectors: vectors.subarray(4), targets: targets.subarray(2) },
    ]
    const whole = await newtonStart([{ vectors, targets }], 2, 1, plainMatMul, calm)
    expect(await newtonStart(halves, 2, 1, plainMatMul, calm)).toEqual(whole)
  })

  it('stays finite for a class without a present label and for one without an absent', async () => {
    const extreme = Float32Array.of(0, 1, 0, 1, 0, 1, 0, 1)
    const { weights, bias } = await newtonStart(
      [{ vectors, targets: extreme }],
      2,
      2,
      plainMatMul,
      calm,
    )
    expect([...weights, ...bias].every(Number.isFinite)).toBe(true)
    expect(bias[0]).toBeLessThan(bias[1] ?? 0)
  })
})
