import * as tf from '@tensorflow/tfjs-core'
import type { NamedArrays, ReadArray } from './named-arrays'
import { arraysOf, assignArrays } from './trained'
import type { Trained } from './trained'

/**
 * An exponential moving average of the weights: average = d * average + (1 - d) * weights after every
 * step. In step t the decay is no more than (1 + t) / (10 + t): a training of a few hundred steps would
 * otherwise end with little but its first weights. Owns its tensors until `dispose`.
 */
export class WeightAverage {
  private readonly decay: number
  private readonly trained: readonly Trained[]
  private readonly averages: readonly Trained[]
  private step = 0

  /** The average starts as the weights are now. */
  constructor(trained: readonly Trained[], decay: number) {
    this.decay = decay
    this.trained = trained
    this.averages = trained.map((one) => ({
      ...one,
      variable: tf.tidy(() => tf.variable(one.variable.clone(), false)),
    }))
  }

  update(): void {
    this.step++
    const decay = Math.min(this.decay, (1 + this.step) / (10 + this.step))
    this.forEachPair((weights, average) => {
      average.assign(tf.add(tf.mul(average, decay), tf.mul(weights, 1 - decay)))
    })
  }

  /** Forgets everything before: the average is the weights as they are now. */
  reset(): void {
    this.forEachPair((weights, average) => {
      average.assign(weights.clone())
    })
  }

  /** Puts the averages in the place of the weights, and back when called again. */
  exchange(): void {
    this.forEachPair((weights, average) => {
      const kept = weights.clone()
      weights.assign(average.clone())
      average.assign(kept)
    })
  }

  async arrays(): Promise<NamedArrays> {
    return { step: Float32Array.of(this.step), ...(await arraysOf(this.averages)) }
  }

  restore(read: ReadArray): void {
    this.step = read('step', 1)[0] ?? 0
    assignArrays(this.averages, read)
  }

  dispose(): void {
    for (const { variable } of this.averages) variable.dispose()
  }

  private forEachPair(work: (weights: tf.Variable, average: tf.Variable) => void): void {
    this.trained.forEach(({ variable }, i) => {
      const average = this.averages[i]?.variable
      if (average === undefined) throw new RangeError('Every variable has its average.')
      tf.tidy(() => {
        work(variable, average)
      })
    })
  }
}
