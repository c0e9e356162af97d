import { describe, expect, it } from 'vitest'
import { followEdges, guideOf } from './guided-filter'

const size = { width: 40, height: 30 }
const area = size.width * size.height
/** Red on the left of column 20, blue on the right. */
const colours = Float32Array.from({ length: 3 * area }, (_, i) => {
  const left = i % size.width < 20
  return i < area ? Number(left) : i < 2 * area ? 0.2 : Number(!left)
})

describe('values that follow the edges of a picture', () => {
  const guide = guideOf(colours, size)

  it('break where the picture does', () => {
    // A soft border about the edge, a little off it.
    const soft = Float32Array.from({ length: area }, (_, i) => {
      const x = i % size.width
      return Math.min(1, Math.max(0, (24 - x) / 6))
    })
    const row = 15 * size.width
    const hard = followEdges(guide, soft)
    expect(soft[row + 20]).toBeCloseTo(0.667, 2)
    expect(hard[row + 19]).toBeGreaterThan(0.8)
    expect(hard[row + 20]).toBeLessThan(0.5)
    expect((hard[row + 19] ?? 0) - (hard[row + 20] ?? 0)).toBeGreaterThan(0.4)
  })

  it('stay what they are where they are all the same', () => {
    const same = followEdges(guide, new Float32Array(area).fill(0.3))
    for (const value of same) expect(value).toBeCloseTo(0.3, 4)
  })

  it('are smoothed where the picture is plain', () => {
    const plain = guideOf(new Float32Array(3 * area).fill(0.5), size)
    const speck = new Float32Array(area)
    speck[15 * size.width + 20] = 1
    // The mean over 15 x 15 pixels, of means over 15 x 15 pixels.
    expect(followEdges(plain, speck)[15 * size.width + 20]).toBeCloseTo(1 / 225, 4)
  })

  it('are there for a picture smaller than the filter', () => {
    const tiny = { width: 2, height: 1 }
    const [a, b] = followEdges(
      guideOf(Float32Array.of(1, 0, 0, 0, 0, 1), tiny),
      Float32Array.of(1, 0),
    )
    expect(a).toBeCloseTo(1, 2)
    expect(b).toBeCloseTo(0, 2)
  })
})
