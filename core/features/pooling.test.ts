import { expect, it } from 'vitest'
import { channelsLast, poolMap } from './pooling'

// Two channels at three positions [C, positions].
const map = Float32Array.from([1, 2, 3, 0, 0, 6])

it('pools a map to its means, then its cube means', () => {
  const out = new Float32Array(4)
  poolMap(map, 2, out)
  const wanted = [2, 2, Math.cbrt((1 + 8 + 27) / 3), Math.cbrt(216 / 3)]
  for (const [i, value] of wanted.entries()) expect(out[i]).toBeCloseTo(value, 5)
})

it('puts channels last', () => {
  expect([...channelsLast(map, 2)]).toEqual([1, 0, 2, 0, 3, 6])
})
