import { classId } from '@contract/ids'
import type { ClassCounts } from '@contract/insights'
import { expect, test } from 'vitest'
import { fullBar, sortCounts } from './sort-counts'

function row(id: number, present: number, missing: number | null): ClassCounts {
  const range = missing === null ? null : { low: missing / 2, mid: missing, high: 2 * missing }
  return {
    ...{ class: classId.parse(id), present, absent: 2, undecided: 1, unknown: 90 },
    missing: range,
  }
}
const rows = [row(1, 5, 20), row(2, 9, null), row(3, 1, 70)]
const ids = (sorted: readonly ClassCounts[]): number[] => sorted.map((one) => one.class)
const nameOf = (id: number): string => ['', 'kite', 'boat', 'dog'][id] ?? ''

test('rows go by count, by what is missing, by name, or stay as they are', () => {
  expect(ids(sortCounts(rows, 'present', nameOf))).toEqual([2, 1, 3])
  expect(ids(sortCounts(rows, 'few', nameOf))).toEqual([3, 1, 2])
  expect(ids(sortCounts(rows, 'missing', nameOf))).toEqual([3, 1, 2])
  expect(ids(sortCounts(rows, 'name', nameOf))).toEqual([2, 3, 1])
  expect(ids(sortCounts(rows, 'list', nameOf))).toEqual([1, 2, 3])
})

test('a full bar is all pictures, or the most that is known or expected of a class', () => {
  expect(fullBar(rows, 100, 'all')).toBe(100)
  expect(fullBar(rows, 100, 'known')).toBe(74)
  expect(fullBar(rows, 50, 'known')).toBe(50)
  expect(fullBar([], 0, 'known')).toBe(1)
})
