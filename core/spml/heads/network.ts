import type { CellLayers } from '../cell-classifier'
import type { RandomState } from '../../kernel/rng'
import type { LossOfOutputs } from '../../tensor/loss-op'
import * as tf from '../../tensor/tf'
import type { Named, Trained } from '../../tensor/trained'

/** What one pass through a network may need to know. */
export type Pass = {
  /** Dropout and noise are for training only. */
  training: boolean
  /** Seed of this pass's chance: the same seed gives the same numbers. */
  seed: number
}

/** What a network makes of a batch. B images, C classes. */
export type Forward = {
  /** [B, C]. */
  logits: tf.Tensor
  /** [B, D], what the whole picture looks like. */
  features: tf.Tensor
  /** [B, C, d], what the picture looks like to each class; only of heads that have classes ask. */
  classFeatures?: tf.Tensor
  /** [B * C * E] numbers of unit length per class (LAC). */
  embedding?: tf.Tensor
  /** [B, L] mean and logarithm of the deviation of latent numbers (MIME). */
  latentMean?: tf.Tensor
  latentLogDeviation?: tf.Tensor
  /** [B, P, E] numbers of every cell, and [B, P, C] what it says for every class (S2C). */
  cells?: tf.Tensor
  evidence?: tf.Tensor
}

/**
 * Numbers of a batch: standardised vectors [B, D] or cells of feature maps [B, P, D], or pictures
 * [B, side, side, 3] of RGB from 0 to 255.
 */
export type Batch = {
  readonly data: Float32Array
  readonly shape: readonly number[]
  /** Makes a tensor of them, where that is quicker than from `data`. */
  readonly toTensor?: () => tf.Tensor
}

/** A new tensor of a batch. */
export function tensorOf(batch: Batch): tf.Tensor {
  return batch.toTensor?.() ?? tf.tensor(batch.data, [...batch.shape])
}

/** Weights [D, C] and bias [C] of a head that is linear in its features. */
export type LinearWeights = { weights: Float32Array; bias: Float32Array }

/** The gradients by the variables' names; whoever gets them disposes of them. */
export type StepGradients = { loss: number; grads: Record<string, tf.Tensor> }

/** A head with everything that stands on it. Holds tensors until `dispose`. */
export type Network = {
  readonly trained: readonly Trained[]
  /** What passes in training change without a gradient: running statistics. */
  readonly buffers?: readonly Named[]
  /** `x` is [B, D] or [B, P, D], as the network was made for. */
  forward: (x: tf.Tensor, pass: Pass) => Forward
  /** A shorter way than the tape from a loss of the logits alone to the gradients of what is trained. */
  gradients?: (x: tf.Tensor, evaluate: LossOfOutputs) => StepGradients
  /** What every cell of maps says for every class [B * P * C]; only of heads that look at cells one by one. */
  evidence?: (maps: Batch) => Float32Array
  /** Takes over weights of a closed-form fit; missing where there is no place for them. */
  start?: (start: LinearWeights) => void
  /** What it does to standardised features, where that is linear (before BoostLU); else null. */
  linear: () => LinearWeights | null
  /** Its two layers on every cell of standardised maps, where it is those (S2C). */
  cellLayers?: () => CellLayers
  /** Frees what a pass in training has kept whose gradients nobody asked for. */
  release?: () => void
  dispose: () => void
}

/** A trained weight matrix or vector. Large random weights are decayed, what starts at a constant is not. */
export function trainedOf(
  name: string,
  shape: readonly number[],
  values: Float32Array,
  { decayed = true, rate = 1 }: { decayed?: boolean; rate?: number } = {},
): Trained {
  const variable = tf.tidy(() => tf.variable(tf.tensor(values, [...shape])))
  return { name, variable, decayed, rate }
}

/** Numbers from -limit to limit (Glorot & Bengio 2010): limit = sqrt(6 / (inputs + outputs)). */
export function xavier(inputs: number, outputs: number, rng: RandomState): Float32Array {
  return uniform(inputs * outputs, Math.sqrt(6 / (inputs + outputs)), rng)
}

/** Numbers drawn evenly from -limit to limit. */
export function uniform(count: number, limit: number, rng: RandomState): Float32Array {
  return Float32Array.from({ length: count }, () => limit * (2 * rng.uniform() - 1))
}
