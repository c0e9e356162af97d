import type { RandomState } from '../../kernel/rng'
import * as tf from '../../tensor/tf'
import type { Trained } from '../../tensor/trained'
import { xavier } from './network'

/** A fully connected layer of TensorFlow.js, its weights drawn by our own generator. */
export type Dense = {
  /** The kernel [inputs, outputs] and the bias. */
  readonly trained: readonly [kernel: Trained, bias: Trained]
  /** [N, outputs] of [N, inputs]. */
  apply: (x: tf.Tensor) => tf.Tensor
  dispose: () => void
}

export function dense(
  name: string,
  inputs: number,
  outputs: number,
  rng: RandomState,
  activation: 'linear' | 'relu' = 'linear',
): Dense {
  const layer = tf.layers.dense({ units: outputs, activation, inputDim: inputs })
  layer.build([null, inputs])
  tf.tidy(() => {
    layer.setWeights([
      tf.tensor2d(xavier(inputs, outputs, rng), [inputs, outputs]),
      tf.zeros([outputs]),
    ])
  })
  const [weights, shift] = layer.getWeights()
  const [kernel, bias] = [variableOf(weights), variableOf(shift)]
  return {
    trained: [
      { name: `${name}/kernel`, variable: kernel, decayed: true, rate: 1 },
      { name: `${name}/bias`, variable: bias, decayed: false, rate: 1 },
    ],
    // A layer gives one tensor for one tensor; the type has every case.
    apply: (x) => layer.apply(x) as tf.Tensor,
    dispose: () => {
      kernel.dispose()
      bias.dispose()
    },
  }
}

/** The weights that a layer hands out are its variables themselves. */
function variableOf(weight: tf.Tensor | undefined): tf.Variable {
  // Only the number of its dimensions is lost to `instanceof`.
  if (weight instanceof tf.Variable) return weight as tf.Variable
  throw new Error('The layer hides its weights.')
}
