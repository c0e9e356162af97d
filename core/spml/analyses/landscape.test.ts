import { expect, it } from 'vitest'
import type { Head } from '../head'
import { filterNormalised, landscape } from './landscape'

const pause = () => Promise.resolve()
const head: Head = {
  ...{ kind: 'linear', features: 3, classes: 2 },
  weights: Float32Array.of(1, -0.5, 0, 2, -1, 0.25),
  bias: Float32Array.of(0.1, -0.3),
  mean: Float32Array.of(0.5, 0, 1),
  std: Float32Array.of(2, 1, 0.5),
}
/** Two images of four columns; the head reads the first three. */
const judged = {
  features: Float32Array.of(1, 2, 3, 99, -1, 0.5, 0, 99),
  width: 4,
  truth: Uint8Array.of(1, 0, 0, 1),
}

function lossBySums(direction: Float32Array, a: number): number {
  let sum = 0
  for (const row of [0, 1]) {
    for (const c of [0, 1]) {
      let z = head.bias[c] ?? 0
      for (const d of [0, 1, 2]) {
        const i = d * 2 + c
        const x = ((judged.features[row * 4 + d] ?? 0) - (head.mean[d] ?? 0)) / (head.std[d] ?? 1)
        z += x * ((head.weights[i] ?? 0) + a * (direction[i] ?? 0))
      }
      const p = 1 / (1 + Math.exp(-z))
      sum -= Math.log(judged.truth[row * 2 + c] === 1 ? p : 1 - p)
    }
  }
  return sum / 4
}

it('gives every class a direction as long as its own weights, the same for a seed', () => {
  const direction = filterNormalised(head, 1200)
  const length = (matrix: Float32Array, c: number) =>
    Math.hypot(...matrix.filter((_, i) => i % 2 === c))
  expect(length(direction, 0)).toBeCloseTo(Math.SQRT2, 5)
  expect(length(direction, 1)).toBeCloseTo(Math.hypot(-0.5, 2, 0.25), 5)
  expect(filterNormalised(head, 1200)).toEqual(direction)
  expect(filterNormalised(head, 1201)).not.toEqual(direction)
})

it('is the mean cross-entropy of the moved weights at 41 steps, the bias staying', async () => {
  const direction = filterNormalised(head, 7)
  const { x, y } = await landscape(head, direction, judged, pause)
  expect(x).toHaveLength(41)
  expect([x[0], x[20], x[40]]).toEqual([-1, 0, 1])
  for (const i of [0, 13, 20, 40]) expect(y[i]).toBeCloseTo(lossBySums(direction, x[i] ?? 0), 6)
})

it('stays where it is for a class whose weights are all zero', async () => {
  const still = { ...head, weights: new Float32Array(6) }
  const { y } = await landscape(still, filterNormalised(still, 7), judged, pause)
  expect(new Set(y).size).toBe(1)
})

it('stops when nobody waits any more', async () => {
  const stop = () => Promise.reject(new Error('enough'))
  await expect(landscape(head, filterNormalised(head, 7), judged, stop)).rejects.toThrow('enough')
})
