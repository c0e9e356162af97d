import { describe, expect, it } from 'vitest'
import type { Polygon, Ring } from './geometry'
import { drawing, drawn, speckled } from './test-bitmap'
import { fillPolygons, polygonsOf, twiceArea } from './trace'

const ring = (...numbers: number[]): Ring =>
  Array.from({ length: numbers.length / 2 }, (_, i) => ({
    x: numbers[2 * i] ?? 0,
    y: numbers[2 * i + 1] ?? 0,
  }))
const polygon = (...numbers: number[]): Polygon => ({ outer: ring(...numbers), holes: [] })

describe('outlines', () => {
  it('run along the edges of pixels, with a corner only where they turn', () => {
    expect(polygonsOf(drawn('....', '.##.', '.#..'))).toEqual([
      { outer: ring(3, 1, 3, 2, 2, 2, 2, 3, 1, 3, 1, 1), holes: [] },
    ])
  })

  it('have their holes, which run the other way round', () => {
    const [frame, inner] = polygonsOf(
      drawn(
        '#######', //
        '#.....#',
        '#.###.#',
        '#.#.#.#',
        '#.###.#',
        '#.....#',
        '#######',
      ),
    )
    expect(frame).toEqual({
      outer: ring(7, 0, 7, 7, 0, 7, 0, 0),
      holes: [ring(1, 6, 6, 6, 6, 1, 1, 1)],
    })
    expect(inner?.holes).toEqual([ring(3, 4, 4, 4, 4, 3, 3, 3)])
    expect([frame?.outer, frame?.holes[0]].map((one) => twiceArea(one ?? []))).toEqual([98, -50])
  })

  it('join pixels that touch at a corner', () => {
    const [only, ...others] = polygonsOf(drawn('#.', '.#'))
    expect(others).toEqual([])
    expect(only?.outer).toEqual(ring(1, 0, 1, 1, 2, 1, 2, 2, 1, 2, 1, 1, 0, 1, 0, 0))
  })

  it.each([1, 2, 3, 4, 5, 6])('give back exactly the mask of chance %i', (seed) => {
    for (const mask of [speckled(9 + seed, 31 - seed, seed), speckled(1, seed, seed)]) {
      expect(fillPolygons(polygonsOf(mask), mask.width, mask.height)).toEqual(mask)
    }
  })

  it('of nothing are none', () => {
    expect(polygonsOf(drawn('..', '..'))).toEqual([])
  })
})

describe('filling', () => {
  it('takes pixels whose middle is inside', () => {
    expect(drawing(fillPolygons([polygon(0, 0, 4, 0, 0, 4)], 4, 4))).toEqual([
      '###.',
      '##..',
      '#...',
      '....',
    ])
    expect(drawing(fillPolygons([polygon(0.6, 0, 2.4, 0, 2.4, 1, 0.6, 1)], 3, 1))).toEqual(['.#.'])
  })

  it('leaves open what is covered twice by one polygon, and adds several', () => {
    const bow = polygon(0, 0, 4, 5, 4, 0, 0, 5)
    expect(drawing(fillPolygons([bow], 4, 5))).toEqual(['....', '#..#', '####', '#..#', '....'])
    const two = [polygon(0, 0, 3, 0, 3, 1, 0, 1), polygon(2, 0, 5, 0, 5, 1, 2, 1)]
    expect(drawing(fillPolygons(two, 6, 1))).toEqual(['#####.'])
  })

  it('cuts off at the borders and needs no more than a line to draw nothing', () => {
    expect(drawing(fillPolygons([polygon(-9, -9, 2, -9, 2, 99, -9, 99)], 3, 2))).toEqual([
      '##.',
      '##.',
    ])
    expect(drawing(fillPolygons([polygon(5, 5, 9, 5, 9, 9)], 2, 1))).toEqual(['..'])
    expect(drawing(fillPolygons([polygon(0, 0, 2, 2), polygon()], 2, 1))).toEqual(['..'])
  })

  it('refuses corners that are no numbers', () => {
    expect(() => fillPolygons([polygon(0, 0, NaN, 1, 2, 2)], 2, 2)).toThrow(RangeError)
  })
})
