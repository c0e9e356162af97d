import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { RandomState } from '../../kernel/rng'
import { Adam } from '../../tensor/adam'
import { useDevice } from '../../tensor/backend'
import { testNativeHome } from '../../tensor/setup/test-native-home'
import * as tf from '../../tensor/tf'
import { makeBackbone } from './make-backbone'
import type { BackboneSpec, TrainableBackbone } from './make-backbone'

const rng = new RandomState(1)
const [IMAGES, SIDE] = [4, 32]
const images = Float32Array.from({ length: IMAGES * SIDE * SIDE * 3 }, () => rng.interval(255))
const spec: BackboneSpec = {
  ...{ architecture: 'tiny-resnet', batchNorm: 'train', seed: 3, weights: null },
}
const batch = () => tf.tensor(images, [IMAGES, SIDE, SIDE, 3])

let backbones: TrainableBackbone[] = []
afterEach(() => {
  for (const backbone of backbones) backbone.dispose()
  backbones = []
})

function make(change: Partial<BackboneSpec> = {}): TrainableBackbone {
  const backbone = makeBackbone({ ...spec, ...change })
  backbones.push(backbone)
  return backbone
}

/** Squared distance of each picture's mean feature to what is wanted. */
function lossOf(network: TrainableBackbone): tf.Tensor {
  const map = network.forward(batch(), { training: true, seed: 1 })
  return tf.mean(tf.square(tf.sub(tf.mean(map, [1, 2, 3]), tf.tensor1d([1, 0, 0, 1]))))
}

function gradientsOf(network: TrainableBackbone, loss = lossOf) {
  const variables = network.trained.map(({ variable }) => variable)
  return tf.variableGrads(() => tf.sum(loss(network)), variables)
}

function trainSteps(network: TrainableBackbone, steps: number): number[] {
  const adam = new Adam(network.trained)
  const losses = Array.from({ length: steps }, () =>
    tf.tidy(() => {
      const { value, grads } = gradientsOf(network)
      adam.apply(grads, 1e-3, 0)
      return value.dataSync()[0] ?? Number.NaN
    }),
  )
  adam.dispose()
  return losses
}

/** By the names that a file has. */
function numbersOf(network: TrainableBackbone, grads: tf.NamedTensorMap): Map<string, number[]> {
  return new Map(
    network.trained.map(({ name, variable }) => [
      name,
      [...(grads[variable.name]?.dataSync() ?? [])],
    ]),
  )
}

const native = testNativeHome()
if (native !== null) process.env['SINGLET_TENSORFLOW_HOME'] ??= native

describe.each([
  { device: 'wasm', absent: false },
  { device: 'tensorflow-cpu', absent: native === null },
] as const)('makeBackbone on $device', ({ device, absent }) => {
  beforeAll(async () => {
    if (!absent) await useDevice(device)
  })

  it.skipIf(absent)('turns pictures into a map of the channels and the stride that it says', () => {
    for (const architecture of ['tiny-resnet', 'mobilenet-v2'] as const) {
      const backbone = make({ architecture })
      const map = backbone.forward(batch(), { training: false, seed: 1 })
      const cells = SIDE / backbone.stride
      expect(map.shape).toEqual([IMAGES, cells, cells, backbone.channels])
      expect(map.dataSync().every((value) => Number.isFinite(value))).toBe(true)
      map.dispose()
    }
  })

  it.skipIf(absent)('learns: the loss falls, every weight and every statistic changes', () => {
    const backbone = make()
    const named = [...backbone.trained, ...backbone.buffers]
    const before = named.map(({ variable }) => variable.dataSync().slice())
    const losses = trainSteps(backbone, 12)
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 3)
    for (const [i, { name, variable }] of named.entries()) {
      expect(variable.dataSync(), name).not.toEqual(before[i])
    }
  })

  it.skipIf(absent)('holds no tensor more after fifty steps than after one', () => {
    for (const change of [{}, { recompute: true }, { batchNorm: 'frozen' }] as const) {
      const backbone = make(change)
      trainSteps(backbone, 1)
      const { numTensors, numBytes } = tf.memory()
      trainSteps(backbone, 50)
      expect(tf.memory()).toMatchObject({ numTensors, numBytes })
    }
  })

  it.skipIf(absent)(
    'finds the same gradients, and statistics, when it computes blocks twice',
    () => {
      const [plain, twice] = [make(), make({ recompute: true })]
      const [kept, computed] = [gradientsOf(plain), gradientsOf(twice)]
      const wanted = numbersOf(plain, kept.grads)
      for (const [name, numbers] of numbersOf(twice, computed.grads)) {
        numbers.forEach((value, i) => {
          expect(value, name).toBeCloseTo(wanted.get(name)?.[i] ?? Number.NaN, 5)
        })
      }
      for (const [i, { name, variable }] of twice.buffers.entries()) {
        expect(variable.dataSync(), name).toEqual(plain.buffers[i]?.variable.dataSync())
      }
      tf.dispose([kept, computed])
    },
  )

  it.skipIf(absent)('goes back through two batches of one step, such as two views', () => {
    const backbone = make()
    const once = gradientsOf(backbone)
    const both = gradientsOf(backbone, (network) => tf.add(lossOf(network), lossOf(network)))
    const single = numbersOf(backbone, once.grads)
    for (const [name, numbers] of numbersOf(backbone, both.grads)) {
      numbers.forEach((value, i) => {
        expect(value, name).toBeCloseTo(2 * (single.get(name)?.[i] ?? Number.NaN), 4)
      })
    }
    tf.dispose([once, both])
  })

  it.skipIf(absent)('keeps statistics, scale and shift as they are where they are frozen', () => {
    const backbone = make({ batchNorm: 'frozen' })
    const before = backbone.buffers.map(({ variable }) => variable.dataSync().slice())
    expect(backbone.buffers.map(({ name }) => name)).toContain('bn1.weight')
    expect(backbone.trained.every(({ decayed }) => decayed)).toBe(true)
    const losses = trainSteps(backbone, 5)
    expect(losses.at(-1)).toBeLessThan(losses[0] ?? 0)
    expect(backbone.buffers.map(({ variable }) => variable.dataSync())).toEqual(before)
  })

  it.skipIf(absent)(
    'finds the gradients of frozen filters that the change of the loss tells',
    () => {
      const backbone = make({ batchNorm: 'frozen' })
      const { value, grads } = gradientsOf(backbone)
      const [first] = backbone.trained
      const filter = first?.variable
      if (filter === undefined) throw new Error('There is no filter.')
      const gradient = grads[filter.name]?.dataSync<'float32'>() ?? new Float32Array()
      const at = gradient.reduce<number>(
        (most, slope, i) => (Math.abs(slope) > Math.abs(gradient[most] ?? 0) ? i : most),
        0,
      )
      const step = 1e-2
      const numbers = filter.dataSync<'float32'>().slice()
      const lossWith = (change: number) => {
        const changed = numbers.slice()
        changed[at] = (changed[at] ?? 0) + change
        return tf
          .tidy(() => {
            filter.assign(tf.tensor(changed, filter.shape))
            return tf.sum(lossOf(backbone))
          })
          .dataSync()[0]
      }
      const slope = ((lossWith(step) ?? 0) - (lossWith(-step) ?? 0)) / (2 * step)
      expect(slope / (gradient[at] ?? 0)).toBeCloseTo(1, 1)
      tf.dispose([value, grads])
    },
  )

  it.skipIf(absent)('frees what a step has kept that was broken off', () => {
    const backbone = make()
    const { numTensors } = tf.memory()
    tf.tidy(() => {
      backbone.forward(batch(), { training: true, seed: 1 })
    })
    expect(tf.memory().numTensors).toBeGreaterThan(numTensors)
    backbone.release()
    expect(tf.memory().numTensors).toBe(numTensors)
  })
})
