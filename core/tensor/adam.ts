import * as tf from '@tensorflow/tfjs-core'
import { adamInOneGo } from './adam-on-wasm'
import type { AdamConstants, AdamTensors } from './adam-on-wasm'
import type { NamedArrays, ReadArray } from './named-arrays'
import { assign } from './trained'
import type { Trained } from './trained'

const BETA1 = 0.9
const BETA2 = 0.999
const EPSILON = 1e-8

type Slot = Trained & { first: tf.Variable; second: tf.Variable }

/**
 * Adam (Kingma & Ba 2015) with decoupled weight decay (Loshchilov & Hutter 2019).
 * Own because TensorFlow.js's optimiser does not restore its bias correction exactly: a resumed run
 * would differ in the last bits. Owns the two slots of each variable until `dispose`.
 */
export class Adam {
  private readonly slots: readonly Slot[]
  private step = 0

  constructor(trained: readonly Trained[]) {
    const empty = (variable: tf.Variable) =>
      tf.tidy(() => tf.variable(tf.zerosLike(variable), false))
    this.slots = trained.map((one) => ({
      ...one,
      first: empty(one.variable),
      second: empty(one.variable),
    }))
  }

  /**
   * One update; `gradients` is keyed by variable name as `variableGrads` returns it. Decayed weights
   * shrink by their learning rate * weightDecay first.
   */
  apply(gradients: tf.NamedTensorMap, learningRate: number, weightDecay: number): void {
    this.step++
    const correction = Math.sqrt(1 - BETA2 ** this.step)
    const epsilon = EPSILON * correction
    for (const { variable, first, second, decayed, rate: factor } of this.slots) {
      const gradient = gradients[variable.name]
      if (gradient === undefined) continue
      const own = learningRate * factor
      const rate = (own * correction) / (1 - BETA1 ** this.step)
      const shrink = decayed ? 1 - own * weightDecay : 1
      const constants = {
        ...{ beta1: BETA1, rest1: 1 - BETA1, beta2: BETA2, rest2: 1 - BETA2 },
        ...{ epsilon, rate, shrink },
      }
      tf.tidy(() => {
        const tensors = { first, second, weights: variable, gradient }
        const stepped = adamInOneGo(tensors, constants) ?? composed(tensors, constants)
        stepped.forEach((tensor, i) => [first, second, variable][i]?.assign(tensor))
      })
    }
  }

  /** Everything that makes the next step what it is. */
  async arrays(): Promise<NamedArrays> {
    const arrays: NamedArrays = { step: Float32Array.of(this.step) }
    for (const { name, first, second } of this.slots) {
      arrays[`${name}/first`] = (await first.data<'float32'>()).slice()
      arrays[`${name}/second`] = (await second.data<'float32'>()).slice()
    }
    return arrays
  }

  restore(read: ReadArray): void {
    this.step = read('step', 1)[0] ?? 0
    for (const { name, first, second } of this.slots) {
      assign(first, read(`${name}/first`, first.size))
      assign(second, read(`${name}/second`, second.size))
    }
  }

  dispose(): void {
    for (const { first, second } of this.slots) {
      first.dispose()
      second.dispose()
    }
  }
}

/** The new first, second and weights. */
function composed(
  { first, second, weights, gradient }: AdamTensors,
  { beta1, rest1, beta2, rest2, epsilon, rate, shrink }: AdamConstants,
): tf.Tensor[] {
  const mean = tf.add(tf.mul(first, beta1), tf.mul(gradient, rest1))
  const spread = tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), rest2))
  const change = tf.mul(tf.div(mean, tf.add(tf.sqrt(spread), epsilon)), rate)
  return [mean, spread, tf.sub(tf.mul(weights, shrink), change)]
}
