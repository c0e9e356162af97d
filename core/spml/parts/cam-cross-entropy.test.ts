import { describe, expect, it } from 'vitest'
import { camCrossEntropy } from './cam-cross-entropy'
import { stretchOf } from './stretch'

const single = stretchOf(1, 1)
const BACKGROUND = 2

/** Loss of pictures of one cell each, whose activations are their maxima and so are nearly 1. */
function lossOf(evidence: number[], targets: Parameters<typeof camCrossEntropy>[1]) {
  return camCrossEntropy(Float64Array.from(evidence), targets, 2, single)
}

describe('the cross-entropy of activations', () => {
  it('agrees with the published numbers', () => {
    // The highest place of each class is in neither of both: 1 for class 0, 1 for class 1, times 100.
    const evidence = Float64Array.of(90, 10, 20, 60, 100, 0, 0, 100)
    const stretch = stretchOf(2, 2)
    const of = (map: number[]) => {
      const target = { map: Uint16Array.from(map), shown: [0, 1] }
      return camCrossEntropy(evidence, [target], 2, stretch).loss
    }
    // Pixels 2 and 3 are the same in both maps, so what is left is that of the two pixels in question.
    const rest = 2 * Math.log(Math.E + 1 + 1) - 2
    const both = of([0, BACKGROUND, 0, 1])
    expect((4 * both - rest) / 2).toBeCloseTo(0.87652436, 5)
  })

  it('divides what speaks for a class by its highest place, and takes away what speaks against it', () => {
    const evidence = Float64Array.of(2, 1, -1, 0.5)
    const target = { map: Uint16Array.of(0, 0, 0, 0), shown: [0] }
    const { loss } = camCrossEntropy(evidence, [target], 1, stretchOf(2, 2))
    const cost = (a: number) => Math.log(Math.exp(a) + Math.exp(1 - a)) - a
    const expected = [0.999995, 0.4999975, 0, 0.24999875].map(cost)
    expect(loss).toBeCloseTo(expected.reduce((a, b) => a + b) / 4, 9)
  })

  it('leaves out pictures about which nothing can be said', () => {
    const target = { map: Uint16Array.of(0), shown: [0] }
    const one = lossOf([1, 0], [target])
    const two = lossOf([1, 0, 3, 3], [target, null])
    expect(two.loss).toBe(one.loss)
    expect([...(two.grads.evidence ?? [])].slice(2)).toEqual([0, 0])
    expect(lossOf([], []).loss).toBe(0)
    expect(lossOf([1, 1], [{ map: Uint16Array.of(0), shown: [] }]).loss).toBe(0)
  })

  it('costs classes that are not shown nothing to change', () => {
    const target = { map: Uint16Array.of(BACKGROUND), shown: [1] }
    const { loss, grads } = lossOf([5, 0.3], [target])
    expect(grads.evidence?.[0]).toBe(0)
    expect(loss).toBe(lossOf([-9, 0.3], [target]).loss)
  })
})
