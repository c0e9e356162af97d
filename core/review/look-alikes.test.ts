import { expect, it } from 'vitest'
import { chainLookAlikes, gatherDuplicates } from './look-alikes'

it('goes from each to the nearest that is left, and starts where it started', () => {
  const near = (a: number, b: number) => -Math.abs(a - b)
  expect(chainLookAlikes([10, 90, 12, 88, 50], near)).toEqual([10, 12, 50, 88, 90])
  expect(chainLookAlikes([], near)).toEqual([])
})

it('gathers near-duplicates behind the best of them, further ones of the last groups included', () => {
  const isDuplicate = (a: number, b: number) => Math.floor(a / 10) === Math.floor(b / 10)
  expect(gatherDuplicates([11, 25, 12, 31, 44, 27], 3, isDuplicate)).toEqual([
    [11, 12],
    [25, 27],
    [31],
  ])
  expect(gatherDuplicates([], 3, isDuplicate)).toEqual([])
})
