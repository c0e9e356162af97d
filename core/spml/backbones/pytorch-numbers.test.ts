import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { decodeFloat16 } from '../../kernel/float16'
import { useDevice } from '../../tensor/backend'
import { testNativeHome } from '../../tensor/setup/test-native-home'
import * as tf from '../../tensor/tf'
import { decodeSafetensors } from '../../tensor/weights'
import { convolutionsOf } from './layout'
import { makeBackbone } from './make-backbone'
import type { TrainableBackbone } from './make-backbone'
import { storedFilter, unitOf } from './parameters'

// Written by scripts/tiny-resnet-fixture.py.
const { arrays } = decodeSafetensors(
  readFileSync(join(import.meta.dirname, 'fixtures', 'tiny-resnet.safetensors')),
)
/** Of gradients every eighth number is in the file. */
const EACH = 8
const RATE = 0.05
const [IMAGES, SIDE, WIDTH, TARGETS] = [4, 32, 64, 3]

function numbers(name: string): Float32Array {
  const data = arrays.get(name)?.data
  if (data instanceof Uint16Array) return decodeFloat16(data)
  if (data === undefined) throw new Error(`The file has no ${name}.`)
  return Float32Array.from(data)
}

const make = () =>
  makeBackbone({
    ...{ architecture: 'tiny-resnet', batchNorm: 'train', seed: 0 },
    weights: (name) => numbers(`weights/${name}`),
  })
const pixels = () => tf.tensor(numbers('pixels'), [IMAGES, SIDE, SIDE, 3])

/** Mean squared distance of the pooled map, through a fixed head, to what is wanted. */
function lossOf(backbone: TrainableBackbone): tf.Tensor {
  const map = backbone.forward(pixels(), { training: true, seed: 0 })
  const outputs = tf.matMul(tf.mean(map, [1, 2]), tf.tensor(numbers('head'), [WIDTH, TARGETS]))
  return tf.mean(tf.square(tf.sub(outputs, tf.tensor(numbers('wanted'), [IMAGES, TARGETS]))))
}

function gradientsOf(backbone: TrainableBackbone) {
  const variables = backbone.trained.map(({ variable }) => variable)
  return tf.variableGrads(() => tf.sum(lossOf(backbone)), variables)
}

/** Far from PyTorch's by no more than this share of the largest number. */
function expectClose(found: Float32Array, wanted: Float32Array, what: string, share = 1e-4) {
  expect(found.length, what).toBe(wanted.length)
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const furthest = found.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - (wanted[i] ?? Number.NaN))),
    0,
  )
  expect(furthest / largest, what).toBeLessThan(share)
}

const native = testNativeHome()
if (native !== null) process.env['SINGLET_TENSORFLOW_HOME'] ??= native
const devices = [
  { device: 'wasm', absent: false },
  { device: 'cpu', absent: false },
  { device: 'tensorflow-cpu', absent: native === null },
  // Where somebody has told the process of a Vulkan driver, such as Chromium's software one.
  { device: 'webgpu', absent: process.env['VK_ICD_FILENAMES'] === undefined },
] as const

describe.each(devices)('the tiny ResNet on $device', ({ device, absent }) => {
  // Native TensorFlow is there after `npm run setup:tensorflow`, or after `npm test`.
  beforeAll(async () => {
    if (!absent) await useDevice(device)
  })

  it.skipIf(absent)('makes the map of pictures that PyTorch makes', () => {
    const backbone = make()
    const map = backbone.forward(pixels(), { training: false, seed: 0 })
    expectClose(map.dataSync<'float32'>(), numbers('map/inference'), 'map')
    map.dispose()
    backbone.dispose()
  })

  it.skipIf(absent)('finds the gradients that PyTorch finds', () => {
    const backbone = make()
    const { value, grads } = gradientsOf(backbone)
    expectClose(value.dataSync<'float32'>(), numbers('losses').subarray(0, 1), 'loss')
    const steps = convolutionsOf(backbone.layout)
    for (const { name, variable } of backbone.trained) {
      const gradient = grads[variable.name]
      if (gradient === undefined) throw new Error(`${name} has no gradient.`)
      const step = steps.find((one) => `${one.name}.weight` === name)
      const all = step ? storedFilter(step, gradient) : gradient.dataSync<'float32'>()
      const some = all.filter((_, i) => i % EACH === 0)
      expectClose(some, numbers(`gradient/${name}`), name, 1e-3)
    }
    tf.dispose([value, ...Object.values(grads)])
    backbone.dispose()
  })

  it.skipIf(absent)('has the statistics and the losses of PyTorch after three steps', () => {
    const backbone = make()
    const losses = [0, 1, 2].map(() =>
      tf.tidy(() => {
        const { value, grads } = gradientsOf(backbone)
        for (const { variable } of backbone.trained) {
          const gradient = grads[variable.name]
          if (gradient) variable.assign(tf.sub(variable, tf.mul(gradient, RATE)))
        }
        return value.dataSync()[0] ?? Number.NaN
      }),
    )
    expectClose(Float32Array.from(losses), numbers('losses'), 'losses', 1e-3)
    for (const step of convolutionsOf(backbone.layout)) {
      const { mean, variance } = unitOf(backbone.units, step)
      const after = (part: string) => numbers(`after/${step.norm}.running_${part}`)
      expectClose(mean.dataSync<'float32'>(), after('mean'), `mean of ${step.norm}`, 1e-3)
      expectClose(variance.dataSync<'float32'>(), after('var'), `variance of ${step.norm}`, 1e-3)
    }
    backbone.dispose()
  })
})
