import { describe, expect, it } from 'vitest'
import { onGrid } from './grid-prompt'

const picture = { width: 100, height: 50 }
const grid = { width: 512, height: 256 }
const nothing = { points: [], box: null, strokes: [], previous: null }

describe('prompts on the grid', () => {
  it('are scaled, and those outside of the picture are brought in', () => {
    const points = [
      { x: 50, y: 25, positive: true },
      { x: -10, y: 70, positive: false },
    ]
    expect(onGrid({ ...nothing, points }, picture, grid).points).toEqual([
      { x: 256, y: 128, positive: true },
      { x: 0, y: 256, positive: false },
    ])
  })

  it('know a box from whichever corner it was drawn', () => {
    const box = { x0: 75, y0: 50, x1: 25, y1: 0 }
    expect(onGrid({ ...nothing, box }, picture, grid).box).toEqual({
      ...{ x0: 128, y0: 0, x1: 384, y1: 256 },
    })
  })

  it('have clicks all along a stroke, however few or many places it was drawn with', () => {
    const ends = [10, 20].map((x) => ({ x, y: 25 }))
    const many = Array.from({ length: 1001 }, (_, i) => ({ x: 10 + i / 100, y: 25 }))
    for (const points of [ends, many]) {
      const stroke = { points, positive: false, width: 3 }
      const clicks = onGrid({ ...nothing, strokes: [stroke] }, picture, grid).points
      // 51 pixels of the grid, a click about every 8.
      expect(clicks.length).toBeGreaterThanOrEqual(6)
      expect(clicks.length).toBeLessThanOrEqual(8)
      expect(clicks.every(({ positive }) => !positive)).toBe(true)
    }
  })
})
