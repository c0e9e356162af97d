import { describe, expect, it } from 'vitest'
import { plainMatMul } from '../kernel/mat-mul'
import { RandomState } from '../kernel/rng'
import { Adam } from './adam'
import { useDevice } from './backend'
import { lossFromOutputs } from './loss-op'
import { wasmMatMul } from './mat-mul'
import * as tf from './tf'

const rng = new RandomState(5)
const normals = (count: number) => Float32Array.from({ length: count }, () => rng.normal())

describe('useDevice', () => {
  it('says why a device cannot be used, and what to do', async () => {
    const wanted = useDevice('tensorflow-gpu:63')
    await expect(wanted).rejects.toMatchObject({ code: 'DEVICE_UNUSABLE' })
    await expect(wanted).rejects.toHaveProperty('advice', expect.stringMatching(/\w/))
  })
})

describe.each(['wasm', 'cpu'] as const)('%s', (device) => {
  it('multiplies as plain JavaScript does, transposed or not', async () => {
    expect((await useDevice(device)).id).toBe(device)
    const [a, b] = [normals(12), normals(12)]
    const cases = [
      [3, 4, 3, {}],
      [4, 3, 3, { transposeA: true }],
      [3, 4, 4, { transposeB: true }],
      [4, 3, 4, { transposeA: true, transposeB: true }],
    ] as const
    for (const [rows, columns, right, options] of cases) {
      const product = wasmMatMul(a, rows, columns, b, right, options)
      const plain = plainMatMul(a, rows, columns, b, right, options)
      expect(product).toHaveLength(plain.length)
      product.forEach((value, i) => {
        expect(value).toBeCloseTo(plain[i] ?? Number.NaN, 4)
      })
    }
  })

  it('differentiates a loss given in plain numbers through weights and bias', async () => {
    await useDevice(device)
    const weights = tf.tidy(() => tf.variable(tf.tensor2d([[1], [2]])))
    const bias = tf.tidy(() => tf.variable(tf.tensor1d([3])))
    const before = tf.memory().numTensors
    const { value, grads } = tf.variableGrads(() => {
      const x = tf.tensor2d([
        [1, 2],
        [3, 4],
      ])
      const logits = tf.add(tf.matMul(x, weights), bias)
      return lossFromOutputs({ logits, other: tf.mul(weights, 2) }, ({ logits: z }) => ({
        loss: (z?.[0] ?? 0) + (z?.[1] ?? 0),
        grads: { logits: Float32Array.of(1, 10) },
      }))
    })
    expect(value.dataSync()[0]).toBe(22)
    expect([...(grads[weights.name]?.dataSync() ?? [])]).toEqual([31, 42])
    expect([...(grads[bias.name]?.dataSync() ?? [])]).toEqual([11])
    const adam = new Adam([
      { name: 'weights', variable: weights, decayed: true, rate: 1 },
      { name: 'bias', variable: bias, decayed: false, rate: 0.5 },
    ])
    adam.apply(grads, 0.1, 1)
    // The first step of Adam is the learning rate in the gradient's direction, after the decay.
    expect([...weights.dataSync()].map((w) => Number(w.toFixed(4)))).toEqual([0.8, 1.7])
    expect(bias.dataSync()[0]).toBeCloseTo(2.95, 5)
    adam.dispose()
    for (const tensor of [value, ...Object.values(grads)]) tensor.dispose()
    expect(tf.memory().numTensors).toBe(before)
    weights.dispose()
    bias.dispose()
  })
})
