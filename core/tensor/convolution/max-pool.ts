import * as tf from '@tensorflow/tfjs-core'
import { runKernel } from './run-kernel'

/** The largest of every `size` x `size` cells, `stride` apart; `pad` cells around count as smallest. */
export type Pooling = { size: number; stride: number; pad: number }

/** [B, h, w, C] of x [B, H, W, C], which has no negative numbers: zeros around it then change nothing. */
export function maxPool(x: tf.Tensor, pooling: Pooling): tf.Tensor {
  return tf.maxPool(padded(x, pooling.pad), pooling.size, pooling.stride, 'valid')
}

/** The gradient by x of what `maxPool` made of it, `y`. */
export function maxPoolBack(
  { x, y, dy }: { x: tf.Tensor; y: tf.Tensor; dy: tf.Tensor },
  { size, stride, pad }: Pooling,
): tf.Tensor {
  const attributes = { filterSize: [size, size], strides: [stride, stride], pad: 'valid' }
  const dx = runKernel('MaxPoolGrad', { dy, input: padded(x, pad), output: y }, attributes)
  return tf.slice(dx, [0, pad, pad, 0], x.shape)
}

function padded(x: tf.Tensor, pad: number): tf.Tensor4D {
  const around: [number, number] = [pad, pad]
  // Ours carry no rank in their type.
  return tf.pad(x, [[0, 0], around, around, [0, 0]]) as tf.Tensor4D
}
