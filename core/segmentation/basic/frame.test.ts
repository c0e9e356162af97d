import { describe, expect, it } from 'vitest'
import { around, gridOf, grow } from './frame'

describe('the grid of a picture', () => {
  it('has its shape in whole steps of the backbone', () => {
    expect(gridOf({ width: 640, height: 480 })).toEqual({ width: 512, height: 384 })
    expect(gridOf({ width: 480, height: 640 })).toEqual({ width: 384, height: 512 })
    expect(gridOf({ width: 10_000, height: 10_000 })).toEqual({ width: 512, height: 512 })
  })

  it('is there for one pixel and for a hair', () => {
    expect(gridOf({ width: 1, height: 1 })).toEqual({ width: 512, height: 512 })
    expect(gridOf({ width: 5000, height: 1 })).toEqual({ width: 512, height: 32 })
  })
})

describe('a window', () => {
  const grid = { width: 512, height: 384 }

  it('is a box with a share of its sides around, within the grid', () => {
    const box = { x0: 100, y0: 100, x1: 200, y1: 140 }
    expect(grow(box, 0.5, grid)).toEqual({ x0: 50, y0: 80, x1: 250, y1: 160 })
    expect(grow({ x0: 0, y0: 0, x1: 512, y1: 384 }, 0.5, grid)).toEqual({
      ...{ x0: 0, y0: 0, x1: 512, y1: 384 },
    })
  })

  it('is never too small to see anything', () => {
    const { x0, x1, y0, y1 } = grow({ x0: 50, y0: 50, x1: 50, y1: 50 }, 0.5, grid)
    expect([x1 - x0, y1 - y0]).toEqual([24, 24])
  })

  it('holds all that it should', () => {
    const one = { x0: 1, y0: 5, x1: 2, y1: 6 }
    expect(around([one, { x0: 0, y0: 7, x1: 1, y1: 9 }])).toEqual({ x0: 0, y0: 5, x1: 2, y1: 9 })
    expect(around([])).toBeNull()
  })
})
