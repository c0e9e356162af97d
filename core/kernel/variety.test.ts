import { describe, expect, it } from 'vitest'
import { RandomState } from './rng'
import { drain } from './symmetric-inverse'
import { varietySteps } from './variety'

/** Reads rows that lie one after the other. */
function reader(features: Float32Array, dim: number) {
  return (row: number, out: Float32Array, at: number) => {
    out.set(features.subarray(row * dim, (row + 1) * dim), at)
  }
}

describe('varietySteps', () => {
  it('shows one of each kind before it shows a kind twice', () => {
    const kinds = Array.from({ length: 40 }, (_, i) => (i < 35 ? 0 : i - 34))
    const features = Float32Array.from({ length: 40 * 6 }, (_, k) =>
      kinds[Math.floor(k / 6)] === k % 6 ? 1 : 0,
    )
    const order = drain(varietySteps(40, 6, reader(features, 6), new RandomState(1)))
    expect(new Set([...order.slice(0, 6)].map((row) => kinds[row])).size).toBe(6)
  })

  it('holds every row once, also when only some are compared', () => {
    const rng = new RandomState(2)
    const features = Float32Array.from({ length: 5000 * 2 }, () => rng.normal())
    const order = drain(varietySteps(5000, 2, reader(features, 2), rng, 10))
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 5000 }, (_, i) => i))
  })

  it('accepts nothing at all', () => {
    expect(drain(varietySteps(0, 0, () => undefined, new RandomState(1)))).toHaveLength(0)
  })
})
