import { describe, expect, it } from 'vitest'
import { RandomState } from '../kernel/rng'
import { Adam } from './adam'
import { useDevice } from './backend'
import type { DeviceId } from '../contract/compute-devices'
import * as tf from './tf'

const rng = new RandomState(4)
const normals = (count: number) => Float32Array.from({ length: count }, () => rng.normal())

/** The weights after each of three steps of Adam on a device. */
async function weightsAfterSteps(device: DeviceId, weights: Float32Array, grads: Float32Array[]) {
  await useDevice(device)
  const variable = tf.variable(tf.tensor(weights))
  const adam = new Adam([{ name: 'weights', variable, decayed: true, rate: 1 }])
  const after = grads.map((numbers) => {
    const gradient = tf.tensor(numbers)
    adam.apply({ [variable.name]: gradient }, 0.01, 0.1)
    gradient.dispose()
    return [...variable.dataSync()]
  })
  const state = await adam.arrays()
  adam.dispose()
  variable.dispose()
  return { after, state }
}

describe('a step of Adam in one go', () => {
  it.each([3, 4, 6, 1030])('is the same as in thirteen operations, on %i numbers', async (size) => {
    const weights = normals(size)
    const grads = [normals(size), normals(size), new Float32Array(size)]
    const plain = await weightsAfterSteps('cpu', weights, grads)
    const own = await weightsAfterSteps('wasm', weights, grads)
    own.after.flat().forEach((value, i) => {
      expect(value).toBeCloseTo(plain.after.flat()[i] ?? Number.NaN, 6)
    })
    for (const [name, numbers] of Object.entries(plain.state)) {
      expect(own.state[name]).toHaveLength(numbers.length)
      own.state[name]?.forEach((value, i) => {
        expect(value).toBeCloseTo(numbers[i] ?? Number.NaN, 6)
      })
    }
  })

  it('leaves nothing behind', async () => {
    await useDevice('wasm')
    const variable = tf.variable(tf.tensor(normals(9)))
    const adam = new Adam([{ name: 'weights', variable, decayed: false, rate: 1 }])
    const gradient = tf.tensor(normals(9))
    adam.apply({ [variable.name]: gradient }, 0.01, 0)
    const before = tf.memory()
    for (let i = 0; i < 5; i++) adam.apply({ [variable.name]: gradient }, 0.01, 0)
    const { numTensors, numDataBuffers, numBytes } = tf.memory()
    expect({ numTensors, numDataBuffers, numBytes }).toEqual({
      numTensors: before.numTensors,
      numDataBuffers: before.numDataBuffers,
      numBytes: before.numBytes,
    })
    for (const one of [adam, variable, gradient]) one.dispose()
  })
})

describe('a copy on WASM', () => {
  it('shares the numbers, outlives what it is of, and is let go of', async () => {
    await useDevice('wasm')
    const { numTensors, numDataBuffers } = tf.memory()
    const first = tf.tensor(Float32Array.of(1, 2, 3))
    const copy = first.clone()
    expect(tf.memory().numDataBuffers).toBe(numDataBuffers + 1)
    first.dispose()
    expect([...copy.dataSync()]).toEqual([1, 2, 3])
    copy.dispose()
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers })
  })
})
