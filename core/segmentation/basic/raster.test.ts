import { describe, expect, it } from 'vitest'
import { CELLS } from './prompt-maps'
import { boxOf, look, paste } from './raster'

const grid = { width: 4 * CELLS, height: 2 * CELLS }
const size = { width: 2 * CELLS, height: CELLS }
/** Each cell its own column's number. */
const columns = Float32Array.from({ length: CELLS * CELLS }, (_, i) => (i % CELLS) - 10)

describe('a raster', () => {
  it('has a window in its place, and nothing elsewhere', () => {
    const window = { x0: 2 * CELLS, y0: 0, x1: 4 * CELLS, y1: 2 * CELLS }
    const { logits } = paste(columns, window, grid, size)
    // Pixels of the raster are cells of this window.
    const row = [...logits.subarray(0, size.width)]
    expect(row.slice(0, CELLS).every((value) => value === -10)).toBe(true)
    expect(row.slice(CELLS)).toEqual([...columns.subarray(0, CELLS)])
  })

  it('lies between the cells of a smaller window', () => {
    const window = { x0: 0, y0: 0, x1: 4 * CELLS, y1: 2 * CELLS }
    const { logits } = paste(columns, window, grid, size)
    expect([...logits.subarray(0, 5)]).toEqual([-10, -9.75, -9.25, -8.75, -8.25])
  })

  it('shows a window what was pasted from it', () => {
    const window = { x0: 2 * CELLS, y0: 0, x1: 4 * CELLS, y1: 2 * CELLS }
    const seen = look(paste(columns, window, grid, size), window, grid)
    expect(seen[11]).toBeCloseTo(1 / (1 + Math.exp(-1)), 5)
    expect(seen[10]).toBeCloseTo(0.5, 5)
  })

  it('knows the box of what is inside, in pixels of the grid', () => {
    const logits = new Float32Array(size.width * size.height).fill(-1)
    expect(boxOf({ logits, ...size }, grid)).toBeNull()
    logits[3 * size.width + 5] = 1
    logits[4 * size.width + 9] = 1
    expect(boxOf({ logits, ...size }, grid)).toEqual({ x0: 10, y0: 6, x1: 20, y1: 10 })
  })
})
