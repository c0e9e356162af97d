import { describe, expect, it } from 'vitest'
import { RandomState } from '../../kernel/rng'
import { supervisedContrast, updatePowers } from './contrast'
import type { Entries } from './contrast'

function contrast(entries: Entries, temperature: number, fresh = { from: 0, to: 0 }) {
  const views = 2 * entries.labels.length
  const powers = new Float64Array(views ** 2)
  updatePowers(powers, entries, temperature, { from: 0, to: views })
  return supervisedContrast(entries, powers, temperature, fresh)
}

describe('the supervised contrast', () => {
  it('agrees with the published formula', () => {
    const vectors = Float64Array.of(1, 0, 0.8, 0.6, 0, 1, 0.6, 0.8, -1, 0, -0.8, 0.6)
    const { loss } = contrast({ vectors, labels: Float64Array.of(1, 2, 1), width: 2 }, 0.5)
    expect(Math.abs(loss / 2.1888849 - 1)).toBeLessThan(1e-8)
  })

  it('of one entry is nothing, and of none too', () => {
    const one = { vectors: Float64Array.of(1, 0, 0.6, 0.8), labels: Float64Array.of(3), width: 2 }
    expect(contrast(one, 0.5).loss).toBeCloseTo(0, 12)
    const none = { ...one, labels: Float64Array.of(0) }
    expect(contrast(none, 0.5)).toEqual({ loss: 0, grad: new Float64Array(0) })
  })

  it('does not see entries without a label', () => {
    const vectors = Float64Array.of(1, 0, 0.8, 0.6, 9, 9, 9, 9, 0, 1, 0.6, 0.8)
    const seen = { vectors: Float64Array.of(1, 0, 0.8, 0.6, 0, 1, 0.6, 0.8), width: 2 }
    const { loss } = contrast({ vectors, labels: Float64Array.of(1, 0, 2), width: 2 }, 0.5)
    expect(loss).toBe(contrast({ ...seen, labels: Float64Array.of(1, 2) }, 0.5).loss)
  })

  it('has the gradient of its loss by every fresh view', () => {
    const rng = new RandomState(3)
    const vectors = Float64Array.from({ length: 48 }, () => rng.normal() / 2)
    const labels = Float64Array.of(1, 2, 1, 0, 3, 2)
    const fresh = { from: 2, to: 6 }
    const lossOf = (moved: Float64Array) => contrast({ vectors: moved, labels, width: 4 }, 0.7).loss
    const { grad } = contrast({ vectors, labels, width: 4 }, 0.7, fresh)
    expect(grad).toHaveLength(16)
    for (const [k, slope] of grad.entries()) {
      const i = k + fresh.from * 4
      const x = vectors[i] ?? 0
      const measured =
        (lossOf(vectors.with(i, x + 1e-6)) - lossOf(vectors.with(i, x - 1e-6))) / 2e-6
      expect(slope).toBeCloseTo(measured, 7)
    }
  })
})
