import { expect, test } from 'vitest'
import { classId } from '../../contract/ids'
import { countTogether } from './together'

const [dog, cat, kite] = [classId.parse(7), classId.parse(2), classId.parse(9)]

test('pairs are counted both ways in the matrix and once in the list, most frequent first', () => {
  const { counts, pairs } = countTogether(
    [
      [dog, cat],
      [cat, dog, kite],
      [kite, cat],
    ],
    [cat, dog, kite],
    2,
  )
  expect(counts).toEqual([0, 2, 2, 0])
  expect(pairs).toEqual([
    { a: cat, b: dog, count: 2 },
    { a: cat, b: kite, count: 2 },
    { a: dog, b: kite, count: 1 },
  ])
})

test('a class that is no longer in the list is not counted', () => {
  expect(countTogether([[dog, kite]], [dog, cat], 5).pairs).toEqual([])
})

test('nothing makes nothing', () => {
  expect(countTogether([], [], 24)).toEqual({ counts: [], pairs: [] })
})
