import { expect, it } from 'vitest'
import { normaliseActivation, stretchActivation } from './activation'

it('drops what speaks against a class and sets the most to one, as the paper does', () => {
  const [a, b, c, d] = normaliseActivation(Float32Array.of(2, 1, -1, 0.5))
  expect(a).toBeCloseTo(0.999995, 6)
  expect(b).toBeCloseTo(0.4999975, 6)
  expect(c).toBe(0)
  expect(d).toBeCloseTo(0.24999875, 6)
  expect([...normaliseActivation(Float32Array.of(-1, -2))]).toEqual([0, 0])
})

it('stretches between the middles of pixels', () => {
  const wide = stretchActivation({ values: Float32Array.of(0, 1), width: 2, height: 1 }, 4, 2)
  expect([...wide.values]).toEqual([0, 0.25, 0.75, 1, 0, 0.25, 0.75, 1])
  const tall = stretchActivation({ values: Float32Array.of(0, 1), width: 1, height: 2 }, 1, 4)
  expect([...tall.values]).toEqual([0, 0.25, 0.75, 1])
})
