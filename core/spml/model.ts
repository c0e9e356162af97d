import type { Schedule } from '../tensor/learning-rate'
import { learningRateAt } from '../tensor/learning-rate'
import { Adam } from '../tensor/adam'
import { joinArrays, readBelow } from '../tensor/named-arrays'
import type { NamedArrays, ReadArray } from '../tensor/named-arrays'
import * as tf from '../tensor/tf'
import { arraysOf, assignArrays } from '../tensor/trained'
import type { Named } from '../tensor/trained'
import { WeightAverage } from '../tensor/weight-average'
import { concat } from './batches'
import type { CellLayers } from './cell-classifier'
import { disposeAll, gradientsInParts, gradientsOfBatch } from './gradients'
import type { Evaluate, StepViews } from './gradients'
import { tensorOf } from './heads/network'
import type { Batch, LinearWeights, Network } from './heads/network'
import { WHOLE } from './parts-of-batches'
import type { PartSize } from './parts-of-batches'

export type Optimiser = {
  learningRate: number
  weightDecay: number
  schedule: Schedule
  /** Steps of the whole training. */
  steps: number
  /** Decay of the average of the weights; 0 keeps none. */
  average: number
}

/** Every pass has a seed of its own: plain and strong, step after step, and far from other runs. */
const PASSES = 2
const SEED_STRIDE = 1_000_003

/** A network with what trains it. Holds tensors until `dispose`, those of the network too. */
export class Model {
  private readonly network: Network
  private readonly optimiser: Optimiser
  private readonly adam: Adam
  private readonly average: WeightAverage | null
  /** Everything that a checkpoint must know of the network. */
  private readonly kept: readonly Named[]
  private readonly parts: PartSize

  /** `parts` says how many images go through the network at once; all of them when left out. */
  constructor(network: Network, optimiser: Optimiser, parts: PartSize = WHOLE) {
    this.network = network
    this.optimiser = optimiser
    this.parts = parts
    this.kept = [...network.trained, ...(network.buffers ?? [])]
    this.adam = new Adam(network.trained)
    this.average =
      optimiser.average > 0 ? new WeightAverage(network.trained, optimiser.average) : null
  }

  /** Takes over weights of a closed-form fit, where the head has a place for them. */
  start(start: LinearWeights): void {
    this.network.start?.(start)
    this.average?.reset()
  }

  /** Whether a closed-form fit has a place in this head. */
  get startsFromWeights(): boolean {
    return this.network.start !== undefined
  }

  /** Images that go through the network at once. */
  get atOnce(): number {
    return this.parts.size
  }

  /**
   * One optimiser step, `step` counting from 1 over the whole training; `evaluate` gives the loss of the
   * outputs. Returns it. `pause` is awaited between the parts of a batch.
   */
  async step(
    views: StepViews,
    evaluate: Evaluate,
    { step, seed, pause }: { step: number; seed: number; pause: () => Promise<void> },
  ): Promise<number> {
    const { weightDecay, schedule, learningRate, steps } = this.optimiser
    const own = (Math.imul(seed, SEED_STRIDE) + PASSES * step) >>> 0
    const { loss, grads } = await this.parts.fitting((most) =>
      most >= (views.plain.shape[0] ?? 0)
        ? gradientsOfBatch(this.network, views, evaluate, own)
        : gradientsInParts(this.network, views, evaluate, { seed: own, most, pause }),
    )
    tf.tidy(() => {
      this.adam.apply(grads, learningRateAt(schedule, learningRate, step - 1, steps), weightDecay)
      this.average?.update()
    })
    disposeAll(grads)
    return loss
  }

  /** Logits [B * C] as at test time, with the weights of now. */
  logits(batch: Batch): Promise<Float32Array> {
    return this.parts.fitting(async (most) => {
      const logits = cut(batch, most).map((part) =>
        tf.tidy(() => this.network.forward(tensorOf(part), { training: false, seed: 0 }).logits),
      )
      try {
        return await joinedNumbers(logits)
      } finally {
        for (const one of logits) one.dispose()
      }
    })
  }

  /** What every cell of maps says for every class [B * P * C], where the head can tell. */
  evidence(maps: Batch): Float32Array | null {
    const { evidence } = this.network
    return evidence ? concat(cut(maps, this.atOnce).map(evidence)) : null
  }

  /** Does `work` with the averaged weights, where there is an average. */
  async withAverage<T>(work: () => Promise<T>): Promise<T> {
    this.average?.exchange()
    try {
      return await work()
    } finally {
      this.average?.exchange()
    }
  }

  weights(): Promise<NamedArrays> {
    return arraysOf(this.kept)
  }

  useWeights(read: ReadArray): void {
    assignArrays(this.kept, read)
  }

  /** Weights of this network's names and sizes, without using them. */
  readWeights(read: ReadArray): NamedArrays {
    return Object.fromEntries(
      this.kept.map(({ name, variable }) => [name, read(name, variable.size)]),
    )
  }

  linear(): LinearWeights | null {
    return this.network.linear()
  }

  /** Two layers on every cell, where the network is those. */
  cellLayers(): CellLayers | null {
    return this.network.cellLayers?.() ?? null
  }

  async arrays(): Promise<NamedArrays> {
    return joinArrays({
      network: await this.weights(),
      adam: await this.adam.arrays(),
      ...(this.parts.use && { parts: { size: Float32Array.of(this.parts.size) } }),
      ...(this.average && { average: await this.average.arrays() }),
    })
  }

  restore(read: ReadArray): void {
    this.useWeights(readBelow('network', read))
    this.adam.restore(readBelow('adam', read))
    this.parts.use?.(read('parts/size', 1)[0] ?? 1)
    this.average?.restore(readBelow('average', read))
  }

  dispose(): void {
    this.network.dispose()
    this.adam.dispose()
    this.average?.dispose()
  }
}

/** A batch in parts of at most `most` images. */
function cut(batch: Batch, most: number): Batch[] {
  const [images = 0, ...rest] = batch.shape
  if (images <= most) return [batch]
  const size = batch.data.length / images
  return Array.from({ length: Math.ceil(images / most) }, (_, i) => {
    const data = batch.data.subarray(i * most * size, (i + 1) * most * size)
    return { data, shape: [data.length / size, ...rest] }
  })
}

async function joinedNumbers(tensors: readonly tf.Tensor[]): Promise<Float32Array> {
  return concat(await Promise.all(tensors.map((tensor) => tensor.data<'float32'>())))
}
