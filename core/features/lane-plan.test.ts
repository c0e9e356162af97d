import { expect, it } from 'vitest'
import { planLanes } from './lane-plan'

const MB = 2 ** 20

it('gives every core a network of its own', () => {
  expect(planLanes(2, 4 * MB, 4000)).toEqual({ lanes: 2, threads: 1 })
  expect(planLanes(16, 9 * MB, 100_000)).toEqual({ lanes: 16, threads: 1 })
})

it('shares fewer networks where more would not fit, and leaves no core idle', () => {
  expect(planLanes(16, 98 * MB, 4000)).toEqual({ lanes: 5, threads: 3 })
  expect(planLanes(8, 2000 * MB, 4000)).toEqual({ lanes: 1, threads: 8 })
})

it('loads no network for a handful of pictures', () => {
  expect(planLanes(8, 4 * MB, 40)).toEqual({ lanes: 2, threads: 4 })
  expect(planLanes(1, 4 * MB, 1)).toEqual({ lanes: 1, threads: 1 })
})
