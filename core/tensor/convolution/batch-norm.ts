import * as tf from '@tensorflow/tfjs-core'
import { nativeOps } from './native-ops'

/** As in PyTorch. */
export const NORM_EPSILON = 1e-5

/** What batch normalisation makes of a batch, and what its way back needs. */
export type Normalised = {
  /** [B, H, W, C]. */
  y: tf.Tensor
  /** [C] of the batch; the variance is the unbiased one, as running statistics take it. */
  mean: tf.Tensor
  variance: tf.Tensor
  /** To be handed to `normaliseBack` as they are. */
  saved: readonly tf.Tensor[]
}

const fused = { epsilon: { float: NORM_EPSILON }, data_format: 'NHWC', is_training: true }

/** Normalises x [B, H, W, C] by its own mean and variance per channel: scale * (x - mean) / deviation + shift. */
export function normalise(x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor): Normalised {
  const native = nativeOps()
  if (native !== null) {
    const none = tf.tensor1d([], 'float32')
    const inputs = [x, scale, shift, none, none]
    const [y, mean, variance, ...saved] = native('FusedBatchNormV3', fused, inputs, 6)
    if (mean === undefined || variance === undefined) throw new Error('No statistics came back.')
    return { y, mean, variance, saved }
  }
  const { mean, variance } = tf.moments(x, [0, 1, 2])
  const inverse = tf.rsqrt(tf.add(variance, NORM_EPSILON))
  const factor = tf.mul(scale, inverse)
  const y = tf.add(tf.mul(x, factor), tf.sub(shift, tf.mul(mean, factor)))
  const count = x.size / scale.size
  return {
    y,
    mean,
    variance: tf.mul(variance, count / Math.max(1, count - 1)),
    saved: [mean, inverse],
  }
}

/** The gradients of `normalise` of `dy` [B, H, W, C]. */
export function normaliseBack(
  { x, scale, dy }: { x: tf.Tensor; scale: tf.Tensor; dy: tf.Tensor },
  saved: readonly tf.Tensor[],
): { x: tf.Tensor; scale: tf.Tensor; shift: tf.Tensor } {
  const native = nativeOps()
  if (native !== null) {
    const inputs = [dy, x, scale, ...saved]
    const [dx, dScale, dShift] = native('FusedBatchNormGradV3', fused, inputs, 5)
    if (dScale === undefined || dShift === undefined) throw new Error('No gradients came back.')
    return { x: dx, scale: dScale, shift: dShift }
  }
  const [mean, inverse] = saved
  if (mean === undefined || inverse === undefined) throw new RangeError('The statistics are lost.')
  const count = x.size / scale.size
  const standard = tf.mul(tf.sub(x, mean), inverse)
  const shift = tf.sum(dy, [0, 1, 2])
  const dScale = tf.sum(tf.mul(dy, standard), [0, 1, 2])
  const rest = tf.sub(tf.sub(dy, tf.div(shift, count)), tf.mul(standard, tf.div(dScale, count)))
  return { x: tf.mul(rest, tf.mul(scale, inverse)), scale: dScale, shift }
}
