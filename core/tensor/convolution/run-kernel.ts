import * as tf from '@tensorflow/tfjs-core'

/** One kernel of the backend in use, by its name: what a way back needs has no function of its own. */
export function runKernel(
  name: string,
  inputs: Readonly<Record<string, tf.Tensor>>,
  attributes: Readonly<Record<string, unknown>>,
): tf.Tensor {
  // Its type leaves lists out, which the kernels take.
  return tf.engine().runKernel<tf.Tensor>(name, { ...inputs }, attributes as tf.NamedAttrMap)
}
