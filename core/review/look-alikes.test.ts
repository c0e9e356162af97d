import { expect, it } from 'vitest'
import { chainLookAlikes } from './look-alikes'

it('goes from each to the nearest that is left, and starts where it started', () => {
  const near = (a: number, b: number) => -Math.abs(a - b)
  expect(chainLookAlikes([10, 90, 12, 88, 50], near)).toEqual([10, 12, 50, 88, 90])
  expect(chainLookAlikes([], near)).toEqual([])
})
