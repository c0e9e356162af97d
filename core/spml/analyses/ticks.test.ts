import { expect, it } from 'vitest'
import { roundTicks, tickTexts } from './ticks'

it('finds round values, also below zero and for tiny ranges', () => {
  expect(roundTicks(0, 1, 5)).toHaveLength(6)
  expect(roundTicks(-1, 1, 4)).toEqual([-1, -0.5, 0, 0.5, 1])
  expect(tickTexts(roundTicks(0.2765, 0.2774, 4), 'share')).toEqual([
    '27.66 %',
    '27.68 %',
    '27.70 %',
    '27.72 %',
    '27.74 %',
  ])
})

it('writes as many digits as neighbours need, and no negative zero', () => {
  expect(tickTexts([-0, 0.05, 0.1], 'number')).toEqual(['0.00', '0.05', '0.10'])
  expect(tickTexts([0, 5000], 'count')).toEqual(['0', '5,000'])
})
