import { expect, it } from 'vitest'
import { gridWithin } from './grid-within'

it('is the picture itself where that is small enough, and never less than a pixel', () => {
  expect(gridWithin({ width: 640, height: 480 }, 2048)).toEqual({ width: 640, height: 480 })
  expect(gridWithin({ width: 4000, height: 3000 }, 2000)).toEqual({ width: 2000, height: 1500 })
  expect(gridWithin({ width: 30_000, height: 2 }, 2048)).toEqual({ width: 2048, height: 1 })
})
