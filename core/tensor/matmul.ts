import * as tf from '@tensorflow/tfjs-core'
import type { MatMul } from '../kernel/mat-mul'

/**
 * x [M, K] times w [K, N] where x is data, so only w gets a gradient: dW = x^T dY as a plain product.
 * (WASM multiplies fast, but TensorFlow.js differentiates a product in a naive loop there.)
 */
export function project(x: tf.Tensor2D, w: tf.Tensor2D): tf.Tensor2D {
  const product = tf.customGrad((...inputs) => {
    // customGrad hands over its one input and then `save`, typed as one mixed list.
    const [weights, save] = inputs as unknown as [tf.Tensor2D, tf.GradSaveFunc]
    save([x])
    return {
      value: tf.matMul(x, weights),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        // What was saved above.
        const [data] = saved as [tf.Tensor2D]
        return tf.matMul(tf.transpose(data), dy)
      },
    }
  })
  // The wrapper forgets that a product of matrices is a matrix.
  return product(w) as tf.Tensor2D
}

/**
 * Product of two row-major matrices on the backend in use (WASM on most machines), outside of any
 * gradient. `useDevice` comes first.
 */
export const wasmMatMul: MatMul = (a, aRows, aCols, b, bCols, options = {}) =>
  tf.tidy(() => {
    const left = tf.tensor2d(a, [aRows, aCols])
    const right = tf.tensor2d(b, [b.length / bCols, bCols])
    const { transposeA = false, transposeB = false } = options
    return tf.matMul(left, right, transposeA, transposeB).dataSync<'float32'>().slice()
  })
