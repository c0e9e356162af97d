import * as tf from '@tensorflow/tfjs-core'

/** A loss and its gradient by logits; both arrays are [B * C], row-major. */
export type LossAndGradient = { loss: number; grad: Float32Array }

/**
 * Puts a loss that is written in plain numbers at the end of a differentiable computation:
 * the value and the gradient come from `evaluate`, everything before it from TensorFlow.
 * logits [B, C].
 */
export function lossFromLogits(
  logits: tf.Tensor2D,
  evaluate: (values: Float32Array) => LossAndGradient,
): tf.Scalar {
  const operation = tf.customGrad((...inputs) => {
    // customGrad hands over the one input and then `save`, typed as one mixed list.
    const [z] = inputs as [tf.Tensor2D]
    const { loss, grad } = evaluate(z.dataSync<'float32'>())
    return {
      value: tf.scalar(loss),
      gradFunc: (dy: tf.Tensor) => tf.mul(dy, tf.tensor(grad, z.shape)),
    }
  })
  // The wrapper forgets that the value is a scalar.
  return operation(logits) as tf.Scalar
}
