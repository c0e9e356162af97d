import { describe, expect, it } from 'vitest'
import { encodeRle } from '../kernel/mask/rle'
import { trainingMaps } from './training-maps'

/** A band of rows of a picture of 4 x 8 pixels. */
function band(from: number, to: number) {
  const data = Uint8Array.from({ length: 32 }, (_, i) => {
    const row = Math.floor(i / 4)
    return row >= from && row < to ? 1 : 0
  })
  return encodeRle({ width: 4, height: 8, data })
}

const leaf = (from: number, to: number, stability: number | null, quality: number | null) => ({
  ...{ mask: band(from, to), stability, quality },
})

describe('maps for training', () => {
  const tree = {
    model: 'm',
    leaves: [leaf(0, 2, 1, null), leaf(2, 4, 0.6, null), leaf(4, 6, null, 0.2)],
    merges: [
      { a: 0, b: 1, similarity: 0.75 },
      { a: 3, b: 2, similarity: 0.6 },
    ],
  }
  const { maps, stability } = trainingMaps(tree, 4)
  // Rows of two pixels each: all pixels of a row of the square are alike.
  const rows = (table: ArrayLike<number>, level: number) =>
    [0, 1, 2, 3].map((row) => table[16 * level + 4 * row])

  it('have parts, usual segments and wholes of the picture squeezed into a square', () => {
    expect(maps).toHaveLength(48)
    const [a, b, c] = rows(maps, 0)
    expect(new Set([a, b, c, 0]).size).toBe(4)
    const [x, y, z] = rows(maps, 1)
    expect(x).toBe(y)
    expect(z).not.toBe(x)
    expect(rows(maps, 2)).toEqual([1, 1, 1, 0])
  })

  it('say how stable each is, by what was expected of it where nothing else is known', () => {
    expect(rows(stability, 0)).toEqual([255, 153, 51, 0])
    expect(rows(stability, 1)).toEqual([204, 204, 51, 0])
    expect(rows(stability, 2)).toEqual([153, 153, 153, 0])
  })

  it('of a picture in which nothing was found are empty', () => {
    const empty = trainingMaps({ model: 'm', leaves: [], merges: [] }, 4)
    expect(empty.maps.every((id) => id === 0)).toBe(true)
    expect(empty.stability.every((value) => value === 0)).toBe(true)
  })
})
