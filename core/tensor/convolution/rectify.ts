import * as tf from '@tensorflow/tfjs-core'
import { nativeOps } from './native-ops'

/** What stands behind a convolution; ReLU6 ends at 6. */
export type Rectifier = 'none' | 'relu' | 'relu6'

export function rectify(x: tf.Tensor, rectifier: Rectifier): tf.Tensor {
  if (rectifier === 'none') return x
  return rectifier === 'relu' ? tf.relu(x) : tf.relu6(x)
}

/** The gradient by what went in, told from what came out, `y`: ReLU is flat where its result is. */
export function rectifyBack(dy: tf.Tensor, y: tf.Tensor, rectifier: Rectifier): tf.Tensor {
  if (rectifier === 'none') return dy
  const native = nativeOps()
  if (native !== null)
    return native(rectifier === 'relu' ? 'ReluGrad' : 'Relu6Grad', {}, [dy, y])[0]
  const passes = tf.step(y)
  return tf.mul(dy, rectifier === 'relu' ? passes : tf.mul(passes, tf.step(tf.sub(6, y))))
}
