import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openBackbone } from '../../inference/backbones'
import { RandomState } from '../../kernel/rng'
import { useDevice } from '../../tensor/backend'
import * as tf from '../../tensor/tf'
import type { Architecture } from './architectures'
import { backboneOnnx } from './backbone-onnx'
import { makeBackbone } from './make-backbone'
import type { TrainableBackbone } from './make-backbone'

const rng = new RandomState(8)
const SIDE = 40
const bytes = Uint8Array.from({ length: 2 * SIDE * SIDE * 3 }, () => rng.interval(255))

beforeAll(() => useDevice('wasm'))

/** A network whose every number is its own, so that none can take another's place unseen. */
function uneven(architecture: Architecture): TrainableBackbone {
  const backbone = makeBackbone({ architecture, batchNorm: 'train', seed: 5, weights: null })
  for (const { scale, shift, mean, variance } of backbone.units.values()) {
    for (const [variable, middle] of [
      [scale, 1],
      [shift, 0],
      [mean, 0],
      [variance, 1],
    ] as const) {
      const numbers = Float32Array.from({ length: variable.size }, () => middle + rng.uniform() / 5)
      tf.tidy(() => {
        variable.assign(tf.tensor1d(numbers))
      })
    }
  }
  return backbone
}

/** [2, 3, side, side], x / 127.5 - 1. */
function planes(): Float32Array {
  const area = SIDE * SIDE
  return Float32Array.from({ length: bytes.length }, (_, i) => {
    const [image, channel, place] = [Math.floor(i / 3 / area), Math.floor(i / area) % 3, i % area]
    return (bytes[(image * area + place) * 3 + channel] ?? 0) / 127.5 - 1
  })
}

describe.each(['tiny-resnet', 'mobilenet-v2', 'resnet50'] as const)('%s', (architecture) => {
  it('gives the same maps as an ONNX file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'singlet-backbone-'))
    const backbone = uneven(architecture)
    try {
      const path = join(folder, 'trained.onnx')
      await writeFile(path, backboneOnnx(backbone))
      const opened = await openBackbone(path)
      expect(opened).toMatchObject({ channels: backbone.channels, stride: backbone.stride })
      const { data, height, width } = await opened.featureMaps(planes(), 2, SIDE)
      await opened.close()
      const own = tf.tidy(() => {
        const pixels = tf.tensor(Float32Array.from(bytes), [2, SIDE, SIDE, 3])
        const map = backbone.forward(pixels, { training: false, seed: 0 })
        expect(map.shape).toEqual([2, height, width, backbone.channels])
        return tf.transpose(map, [0, 3, 1, 2]).dataSync<'float32'>().slice()
      })
      const largest = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      expect(largest).toBeGreaterThan(0)
      own.forEach((value, i) => {
        expect(Math.abs(value - (data[i] ?? Number.NaN)) / largest).toBeLessThan(1e-4)
      })
    } finally {
      backbone.dispose()
      await rm(folder, { recursive: true })
    }
  })
})
