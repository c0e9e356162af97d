import { describe, expect, it } from 'vitest'
import { cellCount, cellsOf, cellWeights } from './cells'

describe('cells of a map', () => {
  it('are means of two by two positions of a map of ten by ten', () => {
    const map = Float32Array.from({ length: 100 }, (_, p) => p)
    const cells = cellsOf(map, 1, cellWeights(100))
    expect(cells).toHaveLength(25)
    expect(cells[0]).toBeCloseTo((0 + 1 + 10 + 11) / 4, 5)
    expect(cells[24]).toBeCloseTo((88 + 89 + 98 + 99) / 4, 5)
  })

  it('keep the mean of every channel where bins do not overlap', () => {
    const map = Float32Array.from({ length: 3 * 100 }, (_, i) => Math.sin(i))
    const cells = cellsOf(map, 3, cellWeights(100))
    for (let c = 0; c < 3; c++) {
      const whole = map.subarray(c * 100, (c + 1) * 100).reduce((sum, x) => sum + x, 0) / 100
      const own = cells.filter((_, i) => i % 3 === c).reduce((sum, x) => sum + x, 0) / 25
      expect(own).toBeCloseTo(whole, 5)
    }
  })

  it('weigh every position of a map that cannot be divided evenly, and add up to one', () => {
    const weights = cellWeights(49)
    expect(cellCount(49)).toBe(25)
    for (let cell = 0; cell < 25; cell++) {
      const own = weights.filter((_, i) => i % 25 === cell).reduce((sum, x) => sum + x, 0)
      expect(own).toBeCloseTo(1, 6)
    }
    for (let p = 0; p < 49; p++) {
      expect(weights.subarray(p * 25, (p + 1) * 25).some((weight) => weight > 0)).toBe(true)
    }
  })

  it('are the positions themselves where there are few', () => {
    const map = Float32Array.of(1, 2, 3, 4)
    expect([...cellsOf(map, 1, cellWeights(4))]).toEqual([1, 2, 3, 4])
  })
})
