import { describe, expect, it } from 'vitest'
import { layOut, moveIndex, pageSize, rectBetween, tilesInRect } from './grid-geometry'

const grid = { columns: 4, tileWidth: 100, tileHeight: 75, gap: 10 }

describe('the layout of a grid', () => {
  it('fills the width with as many tiles as fit', () => {
    expect(layOut(430, 100, 10, 4 / 3)).toEqual(grid)
    expect(layOut(429, 100, 10, 4 / 3)).toMatchObject({ columns: 3, tileWidth: 136 })
    expect(layOut(40, 100, 10, 1).columns).toBe(1)
  })

  it('makes pages of whole rows, never empty and never above the limit', () => {
    expect(pageSize(grid, 245, 200)).toBe(12)
    expect(pageSize(grid, 244, 200)).toBe(8)
    expect(pageSize(grid, 10, 200)).toBe(4)
    expect(pageSize(grid, 100_000, 200)).toBe(200)
  })
})

describe('a rectangle drawn over the grid', () => {
  it('takes the tiles it touches', () => {
    expect(tilesInRect(grid, rectBetween(250, 90, 50, 40), 12)).toEqual([0, 1, 2, 4, 5, 6])
  })

  it('takes nothing from a gap, nor beyond the last tile', () => {
    expect(tilesInRect(grid, rectBetween(103, 2, 107, 50), 12)).toEqual([])
    expect(tilesInRect(grid, rectBetween(0, 90, 430, 300), 6)).toEqual([4, 5])
  })
})

describe('moving by keys', () => {
  it('goes by tile, row and page and stops at the ends', () => {
    expect(moveIndex('ArrowRight', 3, 10, 4, 2)).toBe(4)
    expect(moveIndex('ArrowDown', 3, 10, 4, 2)).toBe(7)
    expect(moveIndex('ArrowDown', 7, 10, 4, 2)).toBe(7)
    expect(moveIndex('PageDown', 1, 10, 4, 2)).toBe(9)
    expect(moveIndex('Home', 7, 10, 4, 2)).toBe(0)
    expect(moveIndex('End', 0, 10, 4, 2)).toBe(9)
    expect(moveIndex('ArrowLeft', 0, 0, 4, 2)).toBe(0)
    expect(moveIndex('q', 5, 10, 4, 2)).toBe(5)
  })
})
