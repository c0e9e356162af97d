import * as tf from '@tensorflow/tfjs-core'

const BETA1 = 0.9
const BETA2 = 0.999
const EPSILON = 1e-8

/** Everything that makes the next step what it is; plain data, so that a checkpoint can hold it. */
export type AdamState = { step: number; slots: { first: Float32Array; second: Float32Array }[] }

/**
 * Adam (Kingma & Ba 2015) with decoupled weight decay (Loshchilov & Hutter 2019).
 * Own because TensorFlow.js's optimiser does not restore its bias correction exactly: a resumed run
 * would differ in the last bits. Owns the two slots of each variable until `dispose`.
 */
export class Adam {
  private readonly slots: { variable: tf.Variable; first: tf.Variable; second: tf.Variable }[]
  private readonly decayed: ReadonlySet<tf.Variable>
  private step = 0

  /** Weights in `decayed` shrink by learningRate * weightDecay at each step; others do not. */
  constructor(variables: readonly tf.Variable[], decayed: readonly tf.Variable[]) {
    this.slots = variables.map((variable) => ({
      variable,
      first: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
      second: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
    }))
    this.decayed = new Set(decayed)
  }

  /** One update; `gradients` is keyed by variable name as `variableGrads` returns it. */
  apply(gradients: tf.NamedTensorMap, learningRate: number, weightDecay: number): void {
    this.step++
    const rate = (learningRate * Math.sqrt(1 - BETA2 ** this.step)) / (1 - BETA1 ** this.step)
    const epsilon = EPSILON * Math.sqrt(1 - BETA2 ** this.step)
    for (const { variable, first, second } of this.slots) {
      const gradient = gradients[variable.name]
      if (gradient === undefined) continue
      tf.tidy(() => {
        first.assign(tf.add(tf.mul(first, BETA1), tf.mul(gradient, 1 - BETA1)))
        second.assign(tf.add(tf.mul(second, BETA2), tf.mul(tf.square(gradient), 1 - BETA2)))
        const shrink = this.decayed.has(variable) ? 1 - learningRate * weightDecay : 1
        const change = tf.mul(tf.div(first, tf.add(tf.sqrt(second), epsilon)), rate)
        variable.assign(tf.sub(tf.mul(variable, shrink), change))
      })
    }
  }

  async state(): Promise<AdamState> {
    const slots = await Promise.all(
      this.slots.map(async ({ first, second }) => ({
        first: (await first.data<'float32'>()).slice(),
        second: (await second.data<'float32'>()).slice(),
      })),
    )
    return { step: this.step, slots }
  }

  restore(state: AdamState): void {
    this.step = state.step
    this.slots.forEach(({ first, second }, i) => {
      const saved = state.slots[i]
      if (saved === undefined) throw new RangeError(`Adam state has ${state.slots.length} slots.`)
      tf.tidy(() => {
        first.assign(tf.tensor(saved.first, first.shape))
        second.assign(tf.tensor(saved.second, second.shape))
      })
    })
  }

  dispose(): void {
    for (const { first, second } of this.slots) {
      first.dispose()
      second.dispose()
    }
  }
}
