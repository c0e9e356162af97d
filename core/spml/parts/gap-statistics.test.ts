import { describe, expect, it } from 'vitest'
import type { StepInput } from '../method'
import { beginGaps, followGaps, informationGaps } from './gap-statistics'

const logits = Float64Array.of(2, -1, 0.5, -0.5, 1.5, -2)
const masked = Float64Array.of(1.6, -1.2, -0.9, -0.7, 0.4, -1.5)

function input(state: number[], change: Partial<StepInput> = {}): StepInput {
  return {
    outputs: { logits },
    labels: { state: Int8Array.from(state), pseudo: new Float32Array(6).fill(Number.NaN) },
    moment: { epoch: 1, epochs: 10, step: 1, steps: 4, classes: 3 },
    parameters: { lam: 0.999 },
    state: beginGaps({ classes: 3 }),
    ...change,
  }
}
const gaps = informationGaps(logits, masked)
const single = [1, 0, 0, 0, 0, 1]

describe('the statistics of hidden pictures', () => {
  it('begin at 0 as published', () => {
    const { tau, mu } = followGaps(input(single), gaps)
    expect(tau).toBeCloseTo(0.00045, 12)
    expect([...mu].map((value) => Number(value.toFixed(12)))).toEqual([-0.0005, 0.00025, 0.0005])
  })

  it('keep what a batch says nothing about', () => {
    const state = { tau: Float32Array.of(0.5), mu: Float32Array.of(1, 2, 3) }
    const none = followGaps(input([0, 0, 0, 0, 0, 0], { state }), gaps)
    expect(none.tau).toBe(0.5)
    const full = followGaps(input([1, 0, 1, 1, 0, -1], { state }), gaps)
    expect([...full.mu]).toEqual([1, expect.closeTo(0.999 * 2 + 0.001 * 0.25, 9), 3])
  })

  it('leave out pictures of which nothing was hidden', () => {
    const shown = Float64Array.of(2, -1, 0.5, -0.7, 0.4, -1.5)
    const { tau } = followGaps(input(single), informationGaps(logits, shown))
    expect(tau).toBeCloseTo(0.001 * 0.5, 12)
  })

  it('remember about an epoch when asked to', () => {
    const { tau } = followGaps(input(single, { parameters: { lam: 0 } }), gaps)
    expect(tau).toBeCloseTo(0.25 * 0.45, 12)
  })
})
