import * as tf from '../../tensor/tf'
import { assign } from '../../tensor/trained'
import { affineGradients, boostLu } from './affine-gradients'
import { tensorOf, trainedOf } from './network'
import type { Network } from './network'

type Options = {
  width: number
  classes: number
  /** BoostLU's factor on positive cells; 1 is none. */
  boost: number
}

/**
 * Weights [D, C] and bias [C] on vectors, or on every cell of a map: a 1x1 convolution whose logits are
 * bent by BoostLU (Kim et al., CVPR 2023: x + (boost - 1) * max(x, 0)) and averaged. Without BoostLU that
 * is the linear head on the cells' mean. Starts from zero: the problem is convex, so nothing is gained
 * by chance.
 */
export function affineHead({ width, classes, boost }: Options): Network {
  const kernel = trainedOf('weights', [width, classes], new Float32Array(width * classes))
  const shift = trainedOf('bias', [classes], new Float32Array(classes), { decayed: false })
  const [weights, bias] = [kernel.variable, shift.variable]
  const affine = (x: tf.Tensor) => tf.add(tf.matMul(x, weights), bias)
  /** [B * P, C] of [B, P, D]. */
  const evidence = (cells: tf.Tensor) => affine(tf.reshape(cells, [-1, width]))
  return {
    trained: [kernel, shift],
    forward: (x) => {
      if (x.shape.length === 2) return { logits: affine(x), features: x }
      if (boost === 1) {
        const features = tf.mean(x, 1)
        return { logits: affine(features), features }
      }
      const [images = 0, cells = 0] = x.shape
      const boosted = tf.reshape(boostLu(evidence(x), boost), [images, cells, classes])
      return {
        logits: tf.mean(boosted, 1),
        // A pass over every cell that few methods ask for.
        get features() {
          return tf.mean(x, 1)
        },
      }
    },
    gradients: (x, evaluate) => affineGradients({ weights, bias, boost }, x, evaluate),
    evidence: (maps) => numbersOf(() => evidence(tensorOf(maps))),
    start: (start) => {
      assign(weights, start.weights)
      assign(bias, start.bias)
    },
    linear: () => ({
      weights: numbersOf(() => weights.clone()),
      bias: numbersOf(() => bias.clone()),
    }),
    dispose: () => {
      weights.dispose()
      bias.dispose()
    },
  }
}

function numbersOf(make: () => tf.Tensor): Float32Array {
  const tensor = tf.tidy(make)
  const numbers = tensor.dataSync<'float32'>().slice()
  tensor.dispose()
  return numbers
}
