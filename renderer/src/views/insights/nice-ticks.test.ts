import { expect, test } from 'vitest'
import { niceTicks } from './nice-ticks'

test('ticks are round numbers within the ends', () => {
  expect(niceTicks(0, 1714, 4)).toEqual([0, 500, 1000, 1500])
  expect(niceTicks(4400, 6400, 6)).toEqual([4500, 5000, 5500, 6000])
  expect(niceTicks(0, 0.9, 3)).toEqual([0, 0.5])
})

test('ends that are one have one tick', () => {
  expect(niceTicks(3, 3, 4)).toEqual([3])
})
