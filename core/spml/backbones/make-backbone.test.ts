import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { RandomState } from '../../kernel/rng'
import { Adam } from '../../tensor/adam'
import { useDevice } from '../../tensor/backend'
import * as tf from '../../tensor/tf'
import { makeBackbone } from './make-backbone'
import type { TrainableBackbone } from './make-backbone'

const rng = new RandomState(1)
const SIDE = 16
const pixels = (images: number) =>
  Float32Array.from({ length: images * SIDE * SIDE * 3 }, () => rng.interval(255))
const spec = { architecture: 'tiny-resnet', batchNorm: 'train', seed: 3, weights: null } as const
const images = pixels(4)
const batch = () => tf.tensor(images, [4, SIDE, SIDE, 3])
const wanted = () => tf.tensor1d([1, 0, 0, 1])

let backbone: TrainableBackbone | null = null
afterEach(() => {
  backbone?.dispose()
  backbone = null
})

/** Squared distance of each picture's mean feature to what is wanted. */
function lossOf(network: TrainableBackbone): tf.Tensor {
  const map = network.forward(batch(), { training: true, seed: 1 })
  return tf.mean(tf.square(tf.sub(tf.mean(map, [1, 2, 3]), wanted())))
}

function trainSteps(network: TrainableBackbone, steps: number): number[] {
  const adam = new Adam(network.trained)
  const variables = network.trained.map(({ variable }) => variable)
  const losses = Array.from({ length: steps }, () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => tf.sum(lossOf(network)), variables)
      adam.apply(grads, 1e-3, 0)
      return value.dataSync()[0] ?? Number.NaN
    }),
  )
  adam.dispose()
  return losses
}

describe('makeBackbone', () => {
  beforeAll(() => useDevice('cpu'))

  it('turns pictures into a map of the channels and the stride that it says', () => {
    backbone = makeBackbone(spec)
    const map = backbone.forward(batch(), { training: false, seed: 1 })
    const cells = SIDE / backbone.stride
    expect(map.shape).toEqual([4, cells, cells, backbone.channels])
    expect(map.dataSync().every((value) => Number.isFinite(value))).toBe(true)
    map.dispose()
  })

  it('learns: the loss falls, every weight and every running statistic changes', () => {
    backbone = makeBackbone(spec)
    const named = [...backbone.trained, ...backbone.buffers]
    const before = named.map(({ variable }) => variable.dataSync().slice())
    const losses = trainSteps(backbone, 12)
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 3)
    for (const [i, { name, variable }] of named.entries()) {
      expect(variable.dataSync(), name).not.toEqual(before[i])
    }
  })

  it('holds no tensor more after fifty steps than after one', () => {
    backbone = makeBackbone(spec)
    trainSteps(backbone, 1)
    const { numTensors, numBytes } = tf.memory()
    trainSteps(backbone, 50)
    expect(tf.memory()).toMatchObject({ numTensors, numBytes })
  })
})
