import type { Schedule } from '../tensor/learning-rate'
import { learningRateAt } from '../tensor/learning-rate'
import { Adam } from '../tensor/adam'
import { lossFromOutputs } from '../tensor/loss-op'
import { joinArrays, readBelow } from '../tensor/named-arrays'
import type { NamedArrays, ReadArray } from '../tensor/named-arrays'
import * as tf from '../tensor/tf'
import { arraysOf, assignArrays } from '../tensor/trained'
import { WeightAverage } from '../tensor/weight-average'
import type { Batch, Forward, LinearWeights, Network, Pass } from './heads/network'

/** Loss and gradients of what a network made of a batch, by the names of the outputs. */
export type Evaluate = Parameters<typeof lossFromOutputs>[1]

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

  constructor(network: Network, optimiser: Optimiser) {
    this.network = network
    this.optimiser = optimiser
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

  /**
   * One optimiser step, `step` counting from 1 over the whole training; `evaluate` gives the loss of the
   * outputs. Returns it.
   */
  step(
    views: { plain: Batch; strong?: Batch },
    evaluate: Evaluate,
    step: number,
    seed: number,
  ): number {
    const { weightDecay, schedule, learningRate, steps } = this.optimiser
    const passSeed = (Math.imul(seed, SEED_STRIDE) + PASSES * step) >>> 0
    const safely = withoutThrowing(evaluate)
    const loss = tf.tidy(() => {
      const forward = () => {
        const plain = this.forward(views.plain, { training: true, seed: passSeed })
        const strong =
          views.strong && this.forward(views.strong, { training: true, seed: passSeed + 1 })
        return lossFromOutputs(outputsOf(plain, strong), safely.evaluate)
      }
      const variables = this.network.trained.map(({ variable }) => variable)
      const { value, grads } = tf.variableGrads(forward, variables)
      this.adam.apply(grads, learningRateAt(schedule, learningRate, step - 1, steps), weightDecay)
      this.average?.update()
      return value.dataSync<'float32'>()[0] ?? Number.NaN
    })
    safely.throwIfFailed()
    return loss
  }

  /** Logits [B * C] as at test time, with the weights of now. */
  async logits(batch: Batch): Promise<Float32Array> {
    const logits = tf.tidy(() => this.forward(batch, { training: false, seed: 0 }).logits)
    try {
      return (await logits.data<'float32'>()).slice()
    } finally {
      logits.dispose()
    }
  }

  /** What every cell of maps [B, P, D] says for every class [B * P * C], where the head can tell. */
  evidence(maps: Batch): Float32Array | null {
    return this.network.evidence?.(maps) ?? null
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
    return arraysOf(this.network.trained)
  }

  useWeights(read: ReadArray): void {
    assignArrays(this.network.trained, read)
  }

  /** Weights of this network's names and sizes, without using them. */
  readWeights(read: ReadArray): NamedArrays {
    const { trained } = this.network
    return Object.fromEntries(
      trained.map(({ name, variable }) => [name, read(name, variable.size)]),
    )
  }

  linear(): LinearWeights | null {
    return this.network.linear()
  }

  async arrays(): Promise<NamedArrays> {
    return joinArrays({
      network: await this.weights(),
      adam: await this.adam.arrays(),
      ...(this.average && { average: await this.average.arrays() }),
    })
  }

  restore(read: ReadArray): void {
    this.useWeights(readBelow('network', read))
    this.adam.restore(readBelow('adam', read))
    this.average?.restore(readBelow('average', read))
  }

  dispose(): void {
    this.network.dispose()
    this.adam.dispose()
    this.average?.dispose()
  }

  private forward({ data, shape }: Batch, pass: Pass): Forward {
    return this.network.forward(tf.tensor(data, [...shape]), pass)
  }
}

/** TensorFlow.js loses track of its tensors when something is thrown inside of a gradient: so it is after. */
function withoutThrowing(evaluate: Evaluate) {
  const thrown: unknown[] = []
  return {
    evaluate: (values: Parameters<Evaluate>[0]): ReturnType<Evaluate> => {
      try {
        return evaluate(values)
      } catch (error) {
        thrown.push(error)
        return { loss: Number.NaN, grads: {} }
      }
    },
    throwIfFailed: () => {
      if (thrown.length > 0) throw thrown[0]
    },
  }
}

function outputsOf(plain: Forward, strong: Forward | undefined): Record<string, tf.Tensor> {
  const { logits, embedding, latentMean, latentLogDeviation } = plain
  return {
    logits,
    ...(embedding && { embedding }),
    ...(latentMean && { latentMean }),
    ...(latentLogDeviation && { latentLogDeviation }),
    ...(strong && { strong: strong.logits }),
    ...(strong?.embedding && { strongEmbedding: strong.embedding }),
  }
}
