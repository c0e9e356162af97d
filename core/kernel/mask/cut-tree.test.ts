import { expect, it } from 'vitest'
import { cutTree } from './cut-tree'

const merges = [
  { a: 0, b: 2, similarity: 0.9 },
  { a: 1, b: 3, similarity: 0.8 },
  { a: 4, b: 5, similarity: 0.4 },
]

it.each([
  [1, [[0], [1], [2], [3]]],
  [0.9, [[0], [1], [2], [3]]],
  [0.85, [[0, 2], [1], [3]]],
  [
    0.7,
    [
      [0, 2],
      [1, 3],
    ],
  ],
  [0, [[0, 1, 2, 3]]],
])('cut at %d, what is more alike than that is one', (level, groups) => {
  expect(cutTree(merges, 4, level)).toEqual(groups)
})

it('knows leaves that nothing joins, and no leaves at all', () => {
  expect(cutTree([], 2, 0.5)).toEqual([[0], [1]])
  expect(cutTree([], 0, 0.5)).toEqual([])
})

it('does not count a merge above one that does not hold', () => {
  const odd = [
    { a: 0, b: 1, similarity: 0.2 },
    { a: 3, b: 2, similarity: 0.9 },
  ]
  expect(cutTree(odd, 3, 0.5)).toEqual([[0], [1], [2]])
})

it.each([
  [{ a: 0, b: 0, similarity: 1 }],
  [{ a: 0, b: 2, similarity: 1 }],
  [{ a: -1, b: 1, similarity: 1 }],
  [{ a: 0.5, b: 1, similarity: 1 }],
])('refuses a merge of nodes that are not there: %o', (merge) => {
  expect(() => cutTree([merge], 2, 0.5)).toThrow(RangeError)
})
