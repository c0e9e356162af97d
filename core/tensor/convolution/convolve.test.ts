import { beforeAll, describe, expect, it } from 'vitest'
import { RandomState } from '../../kernel/rng'
import { useDevice } from '../backend'
import * as tf from '../tf'
import { convolve, convolveBack } from './convolve'
import type { Placing } from './convolve'

const rng = new RandomState(4)
const normals = (shape: readonly number[]) => ({
  shape: [...shape],
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.normal()),
})
type Numbers = ReturnType<typeof normals>
const tensorOf = ({ data, shape }: Numbers) => tf.tensor(data, shape)

const cases = [
  ['1x1', 5, [1, 1, 3, 4], { stride: 1, pad: 0, depthwise: false }],
  ['1x1 over every other cell', 6, [1, 1, 3, 4], { stride: 2, pad: 0, depthwise: false }],
  [
    '1x1 over every other cell of an odd edge',
    5,
    [1, 1, 3, 4],
    { stride: 2, pad: 0, depthwise: false },
  ],
  ['3x3', 5, [3, 3, 3, 4], { stride: 1, pad: 1, depthwise: false }],
  ['3x3 over every other cell', 6, [3, 3, 3, 4], { stride: 2, pad: 1, depthwise: false }],
  [
    '3x3 over every other cell of an odd edge',
    7,
    [3, 3, 3, 4],
    { stride: 2, pad: 1, depthwise: false },
  ],
  ['7x7 over every other cell', 8, [7, 7, 3, 2], { stride: 2, pad: 3, depthwise: false }],
  ['depthwise 3x3', 5, [3, 3, 3, 1], { stride: 1, pad: 1, depthwise: true }],
  ['depthwise 3x3 over every other cell', 6, [3, 3, 3, 1], { stride: 2, pad: 1, depthwise: true }],
] as const satisfies [string, number, number[], Placing][]

/** The result and both gradients, of the sum of all numbers times `weights`. */
function allOf(x: Numbers, filter: Numbers, placing: Placing, weights: Float32Array) {
  const tensors = tf.tidy(() => {
    const [input, kernel] = [tensorOf(x), tensorOf(filter)]
    const made = convolve(input, kernel, placing)
    const dy = tf.tensor(weights.slice(0, made.size), made.shape)
    const back = convolveBack({ x: input, filter: kernel, dy }, placing, true)
    return { made, x: back.x, filter: back.filter }
  })
  const numbers = [tensors.made, tensors.x, tensors.filter].map((tensor) =>
    tensor?.dataSync<'float32'>().slice(),
  )
  tf.dispose(tensors)
  return numbers
}

describe('convolveBack', () => {
  beforeAll(() => useDevice('cpu'))

  it.each(cases)(
    'gives on WASM what the kernels of plain JavaScript give: %s',
    async (_, edge, shape, placing) => {
      const [x, filter] = [normals([2, edge, edge, 3]), normals(shape)]
      const { data: weights } = normals([2 * edge * edge * 4])
      await useDevice('cpu')
      const plain = allOf(x, filter, placing, weights)
      await useDevice('wasm')
      const before = tf.memory().numTensors
      const composed = allOf(x, filter, placing, weights)
      expect(tf.memory().numTensors).toBe(before)
      composed.forEach((numbers, i) => {
        expect(numbers).toHaveLength(plain[i]?.length ?? 0)
        numbers?.forEach((value, at) => {
          expect(value).toBeCloseTo(plain[i]?.[at] ?? Number.NaN, 4)
        })
      })
    },
  )

  it('gives the change of the result when a number of the input or of the filter changes', async () => {
    await useDevice('wasm')
    const placing = { stride: 2, pad: 1, depthwise: false }
    const [x, filter] = [normals([1, 6, 6, 2]), normals([3, 3, 2, 2])]
    const { data: weights } = normals([18])
    const [, dx, dFilter] = allOf(x, filter, placing, weights)
    const total = () => {
      const [made] = allOf(x, filter, placing, weights)
      return made?.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0) ?? Number.NaN
    }
    for (const [numbers, gradient] of [
      [x.data, dx],
      [filter.data, dFilter],
    ] as const) {
      const before = total()
      numbers[7] = (numbers[7] ?? 0) + 1
      expect(total() - before).toBeCloseTo(gradient?.[7] ?? Number.NaN, 3)
      numbers[7]--
    }
  })
})
