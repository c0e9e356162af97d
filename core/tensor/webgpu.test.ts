import { afterAll, describe, expect, it } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'
import { useDevice } from './backend'

// The adapter must be there when the process starts: `LD_LIBRARY_PATH` and `VK_ICD_FILENAMES` say where
// that of a Chromium is. The tests of core/host/devices.test.ts start processes that find it by themselves.
const found = await useDevice('webgpu').catch(() => null)
afterAll(() => useDevice('cpu'))

describe.skipIf(found === null)('WebGPU in Node', () => {
  it('is read without waiting, also right after it was waited for', async () => {
    await useDevice('cpu')
    await useDevice('webgpu')
    const a = tf.ones([64, 64])
    const square = tf.matMul(a, a)
    expect(square.dataSync()[5]).toBe(64)
    const cube = tf.matMul(square, a)
    expect((await cube.data())[7]).toBe(4096)
    const more = tf.matMul(cube, a)
    expect(more.dataSync()[9]).toBe(64 ** 3)
    expect(more.dataSync()).toHaveLength(64 * 64)
    tf.dispose([a, square, cube, more])
  })

  it('says at the next read that the card has failed, and never gives wrong numbers instead', async () => {
    await useDevice('webgpu')
    const a = tf.ones([64, 64])
    // The backend in use is the one with a device.
    const { device } = tf.backend() as unknown as { device: GPUDevice }
    device.createBuffer({ size: 2 ** 45, usage: 128 })
    const read = () => {
      const product = tf.matMul(a, a)
      product.dataSync()
    }
    expect(read).toThrow(/^WebGPU: /)
    await expect(tf.matMul(a, a).data()).rejects.toThrow(/^WebGPU: /)
  })
})
