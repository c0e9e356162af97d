import { affine } from '../tensor/affine'
import { Adam } from '../tensor/adam'
import type { AdamState } from '../tensor/adam'
import { lossFromLogits } from '../tensor/loss-op'
import type { LossAndGradient } from '../tensor/loss-op'
import * as tf from '../tensor/tf'

export type ModelState = { weights: Float32Array; bias: Float32Array; adam: AdamState }

/**
 * Weights [D, C] and bias [C] on vectors. Starts from zero: the problem is convex, so nothing is gained
 * by chance. Holds tensors until `dispose`.
 */
export class LinearModel {
  private readonly weights: tf.Variable
  private readonly bias: tf.Variable
  private readonly adam: Adam
  private readonly width: number
  private readonly classes: number

  constructor(width: number, classes: number) {
    this.width = width
    this.classes = classes
    this.weights = tf.tidy(() => tf.variable(tf.zeros([width, classes])))
    this.bias = tf.tidy(() => tf.variable(tf.zeros([classes])))
    this.adam = new Adam([this.weights, this.bias], [this.weights])
  }

  /** One optimiser step on vectors [B, D]; `evaluate` gives the loss of logits [B * C]. Returns it. */
  step(
    vectors: Float32Array,
    evaluate: (logits: Float32Array) => LossAndGradient,
    rate: { learningRate: number; weightDecay: number },
  ): number {
    return tf.tidy(() => {
      const forward = () => lossFromLogits(this.forward(vectors), evaluate)
      const { value, grads } = tf.variableGrads(forward, [this.weights, this.bias])
      this.adam.apply(grads, rate.learningRate, rate.weightDecay)
      return value.dataSync<'float32'>()[0] ?? Number.NaN
    })
  }

  /** Logits [B * C]. */
  async logits(vectors: Float32Array): Promise<Float32Array> {
    const logits = tf.tidy(() => this.forward(vectors))
    try {
      return (await logits.data<'float32'>()).slice()
    } finally {
      logits.dispose()
    }
  }

  async state(): Promise<ModelState> {
    const [weights, bias] = await Promise.all([
      this.weights.data<'float32'>(),
      this.bias.data<'float32'>(),
    ])
    return { weights: weights.slice(), bias: bias.slice(), adam: await this.adam.state() }
  }

  restore({ weights, bias, adam }: ModelState): void {
    this.setWeights(weights, bias)
    this.adam.restore(adam)
  }

  setWeights(weights: Float32Array, bias: Float32Array): void {
    tf.tidy(() => {
      this.weights.assign(tf.tensor2d(weights, [this.width, this.classes]))
      this.bias.assign(tf.tensor1d(bias))
    })
  }

  dispose(): void {
    this.weights.dispose()
    this.bias.dispose()
    this.adam.dispose()
  }

  /** [B, C] of [B, D]. */
  private forward(vectors: Float32Array): tf.Tensor2D {
    const x = tf.tensor2d(vectors, [vectors.length / this.width, this.width])
    return affine(x, this.weights, this.bias)
  }
}
