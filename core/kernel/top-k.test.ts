import { expect, it } from 'vitest'
import { RandomState } from './rng'
import { topK } from './top-k'

it('finds what sorting finds', () => {
  const rng = new RandomState(3)
  const scores = Array.from({ length: 500 }, () => rng.interval(60))
  const sorted = scores.map((score, i) => ({ score, i }))
  sorted.sort((a, b) => b.score - a.score || a.i - b.i)
  const best = topK(500, 40, (i) => scores[i] ?? NaN)
  expect(best).toEqual(sorted.slice(0, 40).map(({ i }) => i))
})

it('leaves out what has no score and gives fewer when there are fewer', () => {
  expect(topK(3, 5, (i) => (i === 1 ? NaN : i))).toEqual([2, 0])
  expect(topK(0, 5, () => 1)).toEqual([])
  expect(topK(3, 0, () => 1)).toEqual([])
})
