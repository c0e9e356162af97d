import * as tf from '@tensorflow/tfjs-core'
import type { MatMul } from '../kernel/mat-mul'

/**
 * Product of two row-major matrices on the backend in use (WASM on most machines), outside of any
 * gradient. `useDevice` comes first. Transposing is a step of its own: WASM's own option for it takes a
 * naive loop instead of the fast product.
 */
export const wasmMatMul: MatMul = (a, aRows, aCols, b, bCols, options = {}) => {
  // The tidy returns a tensor and not its numbers: it would look for tensors in every one of them.
  const product = tf.tidy(() => {
    const left = tf.tensor2d(a, [aRows, aCols])
    const right = tf.tensor2d(b, [b.length / bCols, bCols])
    return tf.matMul(
      options.transposeA ? tf.transpose(left) : left,
      options.transposeB ? tf.transpose(right) : right,
    )
  })
  try {
    return product.dataSync<'float32'>().slice()
  } finally {
    product.dispose()
  }
}
