import { expect, it } from 'vitest'
import { resizeMask } from './resize-mask'
import { drawing, drawn } from './test-bitmap'

const mask = drawn('#..', '.##')

it('repeats pixels where the grid is finer', () => {
  expect(drawing(resizeMask(mask, 6, 4))).toEqual(['##....', '##....', '..####', '..####'])
})

it('takes the pixel under the middle where it is coarser', () => {
  expect(drawing(resizeMask(drawn('#.#.#.', '.#.#.#'), 3, 1))).toEqual(['###'])
  expect(drawing(resizeMask(mask, 1, 1))).toEqual(['#'])
})

it('is the mask itself where nothing changes, and comes back from an even multiple', () => {
  expect(resizeMask(mask, 3, 2)).toBe(mask)
  expect(resizeMask(resizeMask(mask, 9, 10), 3, 2)).toEqual(mask)
})
