import * as tf from '@tensorflow/tfjs-core'

/** What went back through a computation: the gradient by each of its inputs. */
export type WayBack = (dy: tf.Tensor) => tf.Tensor[]

/**
 * A computation that knows its own way back. TensorFlow.js keeps every tensor in between until all
 * gradients are there; here `compute` keeps what it needs and `back` lets go of it as it goes.
 */
export function withOwnGradient(
  inputs: readonly tf.Tensor[],
  compute: () => { value: tf.Tensor; back: WayBack },
): tf.Tensor {
  const operation = tf.customGrad(() => {
    const { value, back } = compute()
    return { value, gradFunc: (dy: tf.Tensor) => back(dy) }
  })
  return operation(...inputs)
}
