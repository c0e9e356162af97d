import { beforeAll, describe, expect, it } from 'vitest'
import { RandomState } from '../../kernel/rng'
import { useDevice } from '../../tensor/backend'
import { lossFromOutputs } from '../../tensor/loss-op'
import type { LossOfOutputs } from '../../tensor/loss-op'
import * as tf from '../../tensor/tf'
import { makeNetwork } from './make-network'
import type { NetworkSpec } from './make-network'

const [IMAGES, CELLS, WIDTH, CLASSES] = [3, 4, 6, 2]
const rng = new RandomState(5)
const normals = (count: number) => Float32Array.from({ length: count }, () => rng.normal())
const vectors = normals(IMAGES * WIDTH)
const maps = normals(IMAGES * CELLS * WIDTH)
const slopes = normals(IMAGES * CLASSES)
const start = { weights: normals(WIDTH * CLASSES), bias: normals(CLASSES) }

beforeAll(() => useDevice('wasm'))

const cases: [string, Partial<NetworkSpec>, Float32Array, number[]][] = [
  ['vectors', {}, vectors, [IMAGES, WIDTH]],
  ['maps', { head: 'map' }, maps, [IMAGES, CELLS, WIDTH]],
  ['boosted maps', { head: 'map', boost: 5 }, maps, [IMAGES, CELLS, WIDTH]],
  ['boosted maps of one cell', { head: 'map', boost: 5 }, vectors, [IMAGES, 1, WIDTH]],
]

describe.each(cases)('the closed gradients of an affine head on %s', (_, kind, x, shape) => {
  const logitsOf: Float32Array[] = []
  const evaluate: LossOfOutputs = ({ logits }) => {
    if (logits) logitsOf.push(logits.slice())
    return { loss: 7, grads: { logits: slopes } }
  }

  it('are those of the tape, from the same logits, and nothing else is left behind', () => {
    const common = { head: 'linear', boost: 1, width: WIDTH, classes: CLASSES, seed: 3 } as const
    const network = makeNetwork({ ...common, ...kind })
    network.start?.(start)
    const input = tf.tensor(x, shape)
    const before = tf.memory().numTensors
    const closed = network.gradients?.(input, evaluate)
    expect(tf.memory().numTensors).toBe(before + 2)
    const found = tf.tidy(() =>
      tf.variableGrads(
        () =>
          lossFromOutputs(
            { logits: network.forward(input, { training: true, seed: 0 }).logits },
            evaluate,
          ),
        network.trained.map(({ variable }) => variable),
      ),
    )
    expect(closed?.loss).toBe(7)
    for (const { variable } of network.trained) {
      const own = closed?.grads[variable.name]
      expect(own?.shape).toEqual(variable.shape)
      const wanted = found.grads[variable.name]?.dataSync() ?? []
      own?.dataSync().forEach((value, i) => {
        expect(value).toBeCloseTo(wanted[i] ?? Number.NaN, 5)
      })
    }
    const [first, second] = logitsOf
    first?.forEach((value, i) => {
      expect(value).toBeCloseTo(second?.[i] ?? Number.NaN, 5)
    })
    network.dispose()
  })
})
