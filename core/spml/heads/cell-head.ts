import type { RandomState } from '../../kernel/rng'
import * as tf from '../../tensor/tf'
import { dense } from './dense'
import { trainedOf, xavier } from './network'
import type { Network } from './network'

/** Numbers of a cell, as in S2C's released code. */
export const CELL_WIDTH = 256

/**
 * Two 1x1 convolutions (S2C, CVPR 2024): every cell of a map becomes 256 numbers, none below zero, which
 * say how far each class is seen in it; the mean over the cells is the picture's logit. Reads [B, P, D];
 * a vector [B, D] counts as one cell.
 */
export function cellHead(width: number, classes: number, rng: RandomState): Network {
  const narrow = dense('cells/narrow', width, CELL_WIDTH, rng, 'relu')
  const values = xavier(CELL_WIDTH, classes, rng)
  const classifier = trainedOf('cells/classifier', [CELL_WIDTH, classes], values)
  const { variable: weights } = classifier
  const [kernel, shift] = narrow.trained
  const seenIn = (x: tf.Tensor) => narrow.apply(tf.reshape(x, [-1, width]))
  return {
    trained: [...narrow.trained, classifier],
    forward: (x) => {
      const [images = 0, ...rest] = x.shape
      const cells = rest.length > 1 ? (rest[0] ?? 1) : 1
      const seen = tf.reshape(seenIn(x), [images, cells, CELL_WIDTH])
      const features = tf.mean(seen, 1)
      return {
        features,
        logits: tf.matMul(features, weights),
        cells: seen,
        // A pass over every cell that only trainings ask for.
        get evidence() {
          const each = tf.matMul(tf.reshape(seen, [-1, CELL_WIDTH]), weights)
          return tf.reshape(each, [images, cells, classes])
        },
      }
    },
    evidence: ({ data, shape }) => {
      const each = tf.tidy(() => tf.matMul(seenIn(tf.tensor(data, [...shape])), weights))
      const numbers = each.dataSync<'float32'>().slice()
      each.dispose()
      return numbers
    },
    linear: () => null,
    cellLayers: () => ({
      narrow: kernel.variable.dataSync<'float32'>().slice(),
      bias: shift.variable.dataSync<'float32'>().slice(),
      classifier: weights.dataSync<'float32'>().slice(),
    }),
    dispose: () => {
      narrow.dispose()
      weights.dispose()
    },
  }
}
