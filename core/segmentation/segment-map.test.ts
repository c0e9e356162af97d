import { expect, it } from 'vitest'
import { encodeRle } from '../kernel/mask/rle'
import { segmentMap } from './segment-map'

function leaf(width: number, rows: string) {
  const data = Uint8Array.from(rows, (sign) => (sign === '#' ? 1 : 0))
  const mask = encodeRle({ width, height: data.length / width, data })
  return { mask, quality: null, stability: null }
}

const leaves = [leaf(4, '##..' + '##..'), leaf(4, '.##.' + '.##.'), leaf(4, '....' + '#.##')]

it('paints the best last, and numbers from the bottom up', () => {
  const map = segmentMap({ leaves, merges: [] }, 0.7, 4, 2)
  expect([...map]).toEqual([3, 3, 2, 0, 3, 3, 2, 1])
})

it('gives what merges above the level one number', () => {
  const merges = [
    { a: 0, b: 1, similarity: 0.8 },
    { a: 2, b: 3, similarity: 0.6 },
  ]
  expect([...segmentMap({ leaves, merges }, 0.7, 4, 2)]).toEqual([2, 2, 2, 0, 2, 2, 2, 1])
  expect([...segmentMap({ leaves, merges }, 0.5, 4, 2)]).toEqual([1, 1, 1, 0, 1, 1, 1, 1])
})

it('takes what the middle of a pixel falls on, at any raster', () => {
  expect([...segmentMap({ leaves, merges: [] }, 1, 2, 1)]).toEqual([2, 1])
  expect([...segmentMap({ leaves, merges: [] }, 1, 8, 2)].slice(0, 8)).toEqual([
    3, 3, 3, 3, 2, 2, 0, 0,
  ])
})

it('leaves no gap for what is hidden, and takes no number from what fills the picture', () => {
  const full = leaf(2, '####')
  expect([...segmentMap({ leaves: [full, leaf(2, '#...')], merges: [] }, 1, 2, 2)]).toEqual([
    1, 1, 1, 1,
  ])
})

it('does not wrap with more segments than a byte counts', () => {
  const many = Array.from({ length: 300 }, (_, i) =>
    leaf(300, '.'.repeat(i) + '#' + '.'.repeat(299 - i)),
  )
  const map = segmentMap({ leaves: many, merges: [] }, 1, 300, 1)
  expect(new Set(map).size).toBe(300)
  expect(Math.max(...map)).toBe(300)
})

it('is empty without segments, and refuses masks that do not add up', () => {
  expect([...segmentMap({ leaves: [], merges: [] }, 0.7, 2, 1)]).toEqual([0, 0])
  const broken = { ...leaf(2, '#...'), mask: { width: 9, height: 9, counts: '01' } }
  expect(() => segmentMap({ leaves: [broken], merges: [] }, 1, 2, 2)).toThrow(RangeError)
})
