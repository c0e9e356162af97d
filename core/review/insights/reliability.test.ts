import { expect, test } from 'vitest'
import { reliabilityOf } from './reliability'

test('the error is the mean distance of promise and truth, weighted by answers', () => {
  const { asked, right, error, bins } = reliabilityOf([
    { bin: 2, asked: 10, hits: 2, promised: 0.25 },
    { bin: 8, asked: 30, hits: 30, promised: 0.85 },
  ])
  expect([asked, right]).toEqual([40, 32])
  expect(error).toBeCloseTo((10 * 0.05 + 30 * 0.15) / 40)
  expect(bins[1]?.share).toMatchObject({ mid: 1 })
  expect(bins[1]?.share.low).toBeLessThan(1)
})

test('no answers are no error', () => {
  expect(reliabilityOf([])).toEqual({ asked: 0, right: 0, error: 0, bins: [] })
})
