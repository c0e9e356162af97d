import { expect, it } from 'vitest'
import { mixedSeed } from './mixed-seed'

it('is the same for the same numbers, and another for others or another order', () => {
  expect(mixedSeed(1, 2, 3)).toBe(mixedSeed(1, 2, 3))
  const seeds = new Set<number>()
  for (let a = 0; a < 30; a++)
    for (let b = 0; b < 30; b++) for (let c = 0; c < 3; c++) seeds.add(mixedSeed(a, b, c))
  expect(seeds.size).toBe(2700)
})

it('is a whole number that fits into 32 bits, and spreads neighbours over all of them', () => {
  const seeds = Array.from({ length: 4000 }, (_, i) => mixedSeed(7, i))
  expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true)
  const upper = seeds.filter((seed) => seed >= 2 ** 31).length
  expect(Math.abs(upper - 2000)).toBeLessThan(160)
})
