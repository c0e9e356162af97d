import { describe, expect, it } from 'vitest'
import { middleOf } from './quality-clicks'

function wrong(rows: readonly string[]) {
  const data = Uint8Array.from(rows.join(''), (cell) => (cell === '#' ? 1 : 0))
  return { width: rows[0]?.length ?? 0, height: rows.length, data }
}

describe('where a person would click to correct a mask', () => {
  it('is the middle of the largest part that is wrong', () => {
    const place = middleOf(wrong(['.......', '.###...', '.###..#', '.###...', '.......']))
    expect(place).toEqual({ x: 2.5, y: 2.5, distance: 2 })
  })

  it('keeps away from the edge of the picture as from any other edge', () => {
    expect(middleOf(wrong(['###', '###', '###']))).toEqual({ x: 1.5, y: 1.5, distance: 2 })
  })

  it('measures straight distances, also askew', () => {
    const rows = ['.######', '#######', '#######', '#######', '#######', '#######', '######.']
    // The farthest from the two corners and the four sides lies in the middle.
    expect(middleOf(wrong(rows))).toEqual({ x: 3.5, y: 3.5, distance: 4 })
    expect(middleOf(wrong(['####', '#.##', '####']))?.distance).toBe(1)
  })

  it('agrees with looking at every pixel', () => {
    const [width, height] = [13, 9]
    const data = Uint8Array.from({ length: width * height }, (_, i) => ((i * 37) % 11 < 9 ? 1 : 0))
    let farthest = 0
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let nearest = Infinity
        for (let v = -1; v <= height; v++)
          for (let u = -1; u <= width; u++) {
            const outside = u < 0 || v < 0 || u >= width || v >= height
            if (outside || data[v * width + u] === 0)
              nearest = Math.min(nearest, Math.hypot(x - u, y - v))
          }
        farthest = Math.max(farthest, nearest)
      }
    }
    expect(middleOf({ width, height, data })?.distance).toBeCloseTo(farthest, 10)
  })

  it('is nowhere when nothing is wrong', () => {
    expect(middleOf(wrong(['...', '...']))).toBeNull()
  })
})
