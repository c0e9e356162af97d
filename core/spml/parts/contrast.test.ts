import { describe, expect, it } from 'vitest'
import { RandomState } from '../../kernel/rng'
import { supervisedContrast } from './contrast'

const all = () => true

describe('the supervised contrast', () => {
  it('agrees with the published formula', () => {
    const vectors = Float64Array.of(1, 0, 0, 1, -1, 0, 0.8, 0.6, 0.6, 0.8, -0.8, 0.6)
    const { loss } = supervisedContrast({ vectors, labels: [1, 2, 1], width: 2 }, 0.5, all)
    expect(Math.abs(loss / 2.1888849 - 1)).toBeLessThan(1e-8)
  })

  it('of one entry is nothing, and of none too', () => {
    const one = { vectors: Float64Array.of(1, 0, 0.6, 0.8), labels: [3], width: 2 }
    expect(supervisedContrast(one, 0.5, all).loss).toBeCloseTo(0, 12)
    const none = { vectors: new Float64Array(0), labels: [], width: 2 }
    expect(supervisedContrast(none, 0.5, all)).toEqual({ loss: 0, grad: new Float64Array(0) })
  })

  it('has the gradient of its loss by fresh entries and none by the others', () => {
    const rng = new RandomState(3)
    const vectors = Float64Array.from({ length: 40 }, () => rng.normal())
    const labels = [1, 2, 1, 3, 2]
    const isFresh = (entry: number) => entry === 1 || entry === 2
    const lossOf = (moved: Float64Array) =>
      supervisedContrast({ vectors: moved, labels, width: 4 }, 0.7, isFresh).loss
    const { grad } = supervisedContrast({ vectors, labels, width: 4 }, 0.7, isFresh)
    for (const [i, x] of vectors.entries()) {
      const slope = (lossOf(vectors.with(i, x + 1e-6)) - lossOf(vectors.with(i, x - 1e-6))) / 2e-6
      expect(grad[i]).toBeCloseTo(isFresh(Math.floor(i / 4) % 5) ? slope : 0, 7)
    }
  })
})
