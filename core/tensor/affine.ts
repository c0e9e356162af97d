import * as tf from '@tensorflow/tfjs-core'

/**
 * x [B, D] times weights [D, C] plus bias [C], differentiable in weights and bias; x is data. The
 * gradient is given by hand, dW = x^T dY: WASM multiplies fast, but TensorFlow.js would differentiate
 * a product in a naive loop there.
 */
export function affine(x: tf.Tensor2D, weights: tf.Tensor, bias: tf.Tensor): tf.Tensor2D {
  const operation = tf.customGrad((...inputs) => {
    // customGrad hands over its two inputs and then `save`, typed as one mixed list.
    const [w, b, save] = inputs as unknown as [tf.Tensor2D, tf.Tensor1D, tf.GradSaveFunc]
    save([x])
    return {
      value: tf.add(tf.matMul(x, w), b),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        // What was saved above.
        const [data] = saved as [tf.Tensor2D]
        return [tf.matMul(tf.transpose(data), dy), tf.sum(dy, 0)]
      },
    }
  })
  // The wrapper forgets that the value is a matrix.
  return operation(weights, bias) as tf.Tensor2D
}
