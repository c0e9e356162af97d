import * as tf from '@tensorflow/tfjs-core'

/** Numbers by the name of the output that they belong to. */
export type OutputNumbers = Readonly<Record<string, Float32Array>>

/** The loss of outputs, and its slope at every number of those that it depends on. */
export type LossOfOutputs = (values: OutputNumbers) => {
  loss: number
  grads: Readonly<Record<string, Float32Array | undefined>>
}

/**
 * Puts a loss that is written in plain numbers at the end of a differentiable computation: the value and
 * the gradients by each of `outputs` come from `evaluate`, everything before it from TensorFlow. An
 * output without a gradient counts as one that the loss does not depend on.
 */
export function lossFromOutputs(
  outputs: Readonly<Record<string, tf.Tensor>>,
  evaluate: LossOfOutputs,
): tf.Scalar {
  const names = Object.keys(outputs)
  const operation = tf.customGrad((...inputs) => {
    // customGrad hands over the outputs and then `save`, typed as one mixed list.
    const tensors = inputs.slice(0, names.length) as tf.Tensor[]
    const numbers = tensors.map((tensor, i) => [names[i], tensor.dataSync<'float32'>()])
    // fromEntries does not see that these are pairs of a name and its numbers.
    const { loss, grads } = evaluate(Object.fromEntries(numbers) as OutputNumbers)
    const gradOf = (dy: tf.Tensor, tensor: tf.Tensor, name = '') => {
      const grad = grads[name]
      return grad ? tf.mul(dy, tf.tensor(grad, tensor.shape)) : tf.zeros(tensor.shape)
    }
    return {
      value: tf.scalar(loss),
      gradFunc: (dy: tf.Tensor) => tensors.map((tensor, i) => gradOf(dy, tensor, names[i])),
    }
  })
  // The wrapper forgets that the value is a scalar.
  return operation(...Object.values(outputs)) as tf.Scalar
}
