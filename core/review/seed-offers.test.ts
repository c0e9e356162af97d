import { expect, it } from 'vitest'
import { seedOffers } from './seed-offers'

it('offers the class that stands out, and nothing where none does or a label is there already', () => {
  const states = Int8Array.of(0, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0)
  const scores = Float32Array.of(0.6, 0.1, 0.1, 0.3, 0.3, 0.3, 0.9, 0, 0, 0.9, 0.4, 0, -1, -1, -1)
  expect(seedOffers([0, 1, 2, 3, 4], states, scores, 3)).toEqual([
    { image: 0, class: 0 },
    { image: 3, class: 1 },
  ])
})
