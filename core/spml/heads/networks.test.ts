import { beforeAll, describe, expect, it } from 'vitest'
import { RandomState } from '../../kernel/rng'
import { useDevice } from '../../tensor/backend'
import { lossFromOutputs } from '../../tensor/loss-op'
import * as tf from '../../tensor/tf'
import { assign } from '../../tensor/trained'
import { makeNetwork } from './make-network'
import type { NetworkSpec } from './make-network'
import type { Network } from './network'

const [IMAGES, CELLS, WIDTH, CLASSES] = [3, 4, 6, 2]
/** Of a variable, along its gradient; small against what it bends, large against single precision. */
const STEP = 2e-3
const rng = new RandomState(5)
const normals = (count: number) => Float32Array.from({ length: count }, () => rng.normal())
const maps = normals(IMAGES * CELLS * WIDTH)
const means = Float32Array.from({ length: IMAGES * WIDTH }, (_, i) => {
  const [image, d] = [Math.floor(i / WIDTH), i % WIDTH]
  let sum = 0
  for (let p = 0; p < CELLS; p++) sum += maps[(image * CELLS + p) * WIDTH + d] ?? 0
  return sum / CELLS
})

const spec: NetworkSpec = { head: 'linear', boost: 1, width: WIDTH, classes: CLASSES, seed: 3 }
const start = { weights: normals(WIDTH * CLASSES), bias: normals(CLASSES) }

beforeAll(() => useDevice('wasm'))

function logitsOf(network: Network, x: Float32Array, shape: number[], training = false, seed = 0) {
  const logits = tf.tidy(() => network.forward(tf.tensor(x, shape), { training, seed }).logits)
  const numbers = [...logits.dataSync()]
  logits.dispose()
  return numbers
}

/** Numbers that an output is multiplied by in the test's loss. */
function pullOf(name: string, length: number): Float32Array {
  const pull = new RandomState(name.length)
  return Float32Array.from({ length }, () => pull.normal())
}

function outputsOf(network: Network, x: Float32Array, shape: number[]) {
  const pass = { training: true, seed: 9 }
  const { logits, embedding, latentMean, latentLogDeviation, cells, evidence } = network.forward(
    tf.tensor(x, shape),
    pass,
  )
  return {
    logits,
    ...(embedding && { embedding }),
    ...(latentMean && { latentMean }),
    ...(latentLogDeviation && { latentLogDeviation }),
    ...(cells && { cells }),
    ...(evidence && { evidence }),
  }
}

/** The sum of all outputs, each times a number of its own. */
function lossOf(network: Network, x: Float32Array, shape: number[]): number {
  const outputs = tf.tidy(() => outputsOf(network, x, shape))
  let sum = 0
  for (const [name, output] of Object.entries(outputs)) {
    const pull = pullOf(name, output.size)
    output.dataSync().forEach((number, i) => {
      sum += number * (pull[i] ?? 0)
    })
    output.dispose()
  }
  return sum
}

/** d of that loss / d every variable, by the variable's name. */
function gradientsOf(network: Network, x: Float32Array, shape: number[]): Record<string, number[]> {
  const loss = () =>
    lossFromOutputs(outputsOf(network, x, shape), (values) => ({
      loss: 0,
      grads: Object.fromEntries(
        Object.entries(values).map(([name, { length }]) => [name, pullOf(name, length)]),
      ),
    }))
  const variables = network.trained.map(({ variable }) => variable)
  const grads = tf.tidy(() => tf.variableGrads(loss, variables).grads)
  const numbers = Object.fromEntries(
    Object.entries(grads).map(([name, tensor]) => [name, [...tensor.dataSync()]]),
  )
  for (const tensor of Object.values(grads)) tensor.dispose()
  return numbers
}

describe('a map head', () => {
  it('without a boost is the linear head on the mean of its cells', () => {
    const [map, linear] = [makeNetwork({ ...spec, head: 'map' }), makeNetwork(spec)]
    for (const network of [map, linear]) network.start?.(start)
    const [a, b] = [
      logitsOf(map, maps, [IMAGES, CELLS, WIDTH]),
      logitsOf(linear, means, [IMAGES, WIDTH]),
    ]
    a.forEach((logit, i) => {
      expect(logit).toBeCloseTo(b[i] ?? Number.NaN, 5)
    })
    for (const network of [map, linear]) network.dispose()
  })

  it('with a boost multiplies the cells that speak for a class, in logits and in gradients', () => {
    // The cells of BoostLU's worked example: with one channel per class, weights 1, a cell is its logit.
    const cells = [2, -1, -1, -2, 0.5, -0.5, -3, 0.2]
    const network = makeNetwork({ ...spec, head: 'map', boost: 5, width: 2 })
    network.start?.({ weights: Float32Array.of(1, 0, 0, 1), bias: new Float32Array(2) })
    const x = Float32Array.from(cells)
    expect(logitsOf(network, x, [1, 4, 2]).map((z) => Number(z.toFixed(6)))).toEqual([
      2.125, -0.625,
    ])
    // Assume negative, class 0 present: d loss / d bias of a class sums the gradients of its cells.
    const grads = tf.tidy(() => {
      const forward = () =>
        lossFromOutputs(
          { logits: network.forward(tf.tensor(x, [1, 4, 2]), { training: true, seed: 0 }).logits },
          ({ logits = x }) => ({
            loss: 0,
            grads: {
              logits: logits.map((z, c) => (1 / (1 + Math.exp(-z)) - (c === 0 ? 1 : 0)) / 2),
            },
          }),
        )
      const bias = network.trained.find(({ name }) => name === 'bias')?.variable
      return [...(tf.variableGrads(forward).grads[bias?.name ?? '']?.dataSync() ?? [])]
    })
    expect(grads[0]).toBeCloseTo(2 * (-0.06668162 - 0.01333632), 6)
    expect(grads[1]).toBeCloseTo(3 * 0.04358064 + 0.21790321, 6)
    network.dispose()
  })
})

const cases: [string, NetworkSpec, Float32Array, number[]][] = [
  ['linear', spec, means, [IMAGES, WIDTH]],
  ['boosted map', { ...spec, head: 'map', boost: 5 }, maps, [IMAGES, CELLS, WIDTH]],
  ['query2label', { ...spec, head: 'query2label' }, maps, [IMAGES, CELLS, WIDTH]],
  ['projection', { ...spec, top: 'projection' }, means, [IMAGES, WIDTH]],
  [
    'projection on query2label',
    { ...spec, head: 'query2label', top: 'projection' },
    maps,
    [IMAGES, CELLS, WIDTH],
  ],
  ['cells', { ...spec, head: 'map', top: 'cells' }, maps, [IMAGES, CELLS, WIDTH]],
  ['cells of a single one', { ...spec, head: 'map', top: 'cells' }, means, [IMAGES, WIDTH]],
  ['bottleneck', { ...spec, top: 'bottleneck' }, means, [IMAGES, WIDTH]],
  [
    'bottleneck on query2label',
    { ...spec, head: 'query2label', top: 'bottleneck' },
    maps,
    [IMAGES, CELLS, WIDTH],
  ],
]

describe.each(cases)('%s', (_, own, x, shape) => {
  it('has the gradients that its outputs change by', () => {
    const network = makeNetwork(own)
    network.start?.(start)
    const grads = gradientsOf(network, x, shape)
    for (const { name, variable } of network.trained) {
      const gradient = grads[variable.name] ?? []
      const length = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0))
      if (length < 1e-2) continue
      // Along its own gradient, every variable changes the loss by the gradient's length.
      const numbers = variable.dataSync<'float32'>().slice()
      const lossAt = (far: number) => {
        assign(
          variable,
          numbers.map((number, i) => number + (far * (gradient[i] ?? 0)) / length),
        )
        return lossOf(network, x, shape)
      }
      const slope = (lossAt(STEP) - lossAt(-STEP)) / (2 * STEP)
      expect(slope / length, name).toBeCloseTo(1, 1)
      assign(variable, numbers)
    }
    network.dispose()
  })

  it('draws the same weights and noise for the same seed', () => {
    const run = (seed: number, pass: number) => {
      const network = makeNetwork({ ...own, seed })
      network.start?.(start)
      const logits = logitsOf(network, x, shape, true, pass)
      network.dispose()
      return logits
    }
    expect(run(3, 7)).toEqual(run(3, 7))
  })

  it('leaves nothing behind', () => {
    const before = tf.memory().numTensors
    const network = makeNetwork(own)
    gradientsOf(network, x, shape)
    network.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

it('a bottleneck without noise is the linear map that it is stored as', () => {
  const network = makeNetwork({ ...spec, top: 'bottleneck' })
  const folded = network.linear()
  const logits = logitsOf(network, means, [IMAGES, WIDTH])
  logits.forEach((logit, i) => {
    const [image, c] = [Math.floor(i / CLASSES), i % CLASSES]
    let sum = folded?.bias[c] ?? Number.NaN
    for (let d = 0; d < WIDTH; d++) {
      sum += (means[image * WIDTH + d] ?? 0) * (folded?.weights[d * CLASSES + c] ?? 0)
    }
    expect(logit).toBeCloseTo(sum, 4)
  })
  expect(logitsOf(network, means, [IMAGES, WIDTH], true, 1)).not.toEqual(logits)
  network.dispose()
})

it('embeddings have unit length, one for every class', () => {
  const network = makeNetwork({ ...spec, top: 'projection' })
  const embedding = tf.tidy(() => {
    const { embedding } = network.forward(tf.tensor(means, [IMAGES, WIDTH]), {
      training: true,
      seed: 0,
    })
    return embedding?.clone() ?? tf.zeros([0])
  })
  const [rows = 0, length = 0] = embedding.shape
  expect(rows).toBe(IMAGES * CLASSES)
  const numbers = embedding.dataSync()
  for (let row = 0; row < rows; row++) {
    let square = 0
    for (let i = row * length; i < (row + 1) * length; i++) square += (numbers[i] ?? 0) ** 2
    expect(square).toBeCloseTo(1, 5)
  }
  embedding.dispose()
  network.dispose()
})
