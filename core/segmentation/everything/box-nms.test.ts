import { expect, it } from 'vitest'
import { boxNms } from './box-nms'

const box = (x0: number, x1: number) => ({ x0, y0: 0, x1, y1: 1 })

it('keeps the better of two that overlap too much, and lists the best first', () => {
  // 8 of 10 shared, then 5 of 15.
  expect(boxNms([box(0, 10), box(0, 8), box(5, 15)], [0.8, 0.9, 0.95], 0.7)).toEqual([2, 1])
  expect(boxNms([box(0, 10), box(0, 8), box(5, 15)], [0.8, 0.9, 0.95], 0.8)).toEqual([2, 1, 0])
})

it('lets what only a lost box overlaps stay', () => {
  expect(boxNms([box(0, 10), box(1, 11), box(2, 12)], [0.9, 0.8, 0.7], 0.75)).toEqual([0, 2])
})

it('keeps the first of two that are the same', () => {
  expect(boxNms([box(0, 4), box(0, 4)], [0.5, 0.5], 0.7)).toEqual([0])
  expect(boxNms([], [], 0.7)).toEqual([])
})
