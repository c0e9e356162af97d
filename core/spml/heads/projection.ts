import type { RandomState } from '../../kernel/rng'
import * as tf from '../../tensor/tf'
import { dense } from './dense'
import { trainedOf, uniform } from './network'
import type { Network } from './network'

/** Numbers that describe a picture to one class, before they are embedded. */
const HIDDEN = 128
/** Length of an embedding, as in LAC's released code. */
const EMBEDDING = 128
const SMALLEST_LENGTH = 1e-12

/**
 * Class-wise embeddings of unit length on top of a head (LAC, NeurIPS 2022): two dense layers on what
 * each class sees of the picture. A head without class features gets them from the picture's features,
 * narrowed and multiplied by a vector of the class.
 */
export function withProjection(
  base: Network,
  sizes: { width: number; classes: number; classWidth?: number },
  rng: RandomState,
): Network {
  const { width, classes, classWidth } = sizes
  const narrow = classWidth === undefined ? dense('projection/narrow', width, HIDDEN, rng) : null
  const queries = narrow
    ? trainedOf('projection/queries', [classes, HIDDEN], uniform(classes * HIDDEN, 1, rng))
    : null
  const first = dense('projection/first', classWidth ?? HIDDEN, HIDDEN, rng, 'relu')
  const second = dense('projection/second', HIDDEN, EMBEDDING, rng)
  const layers = [...(narrow ? [narrow] : []), first, second]
  const seenByClasses = (features: tf.Tensor): tf.Tensor => {
    if (narrow === null || queries === null) throw new Error('The head has class features itself.')
    const common = tf.reshape(narrow.apply(features), [-1, 1, HIDDEN])
    return tf.mul(common, tf.reshape(queries.variable, [1, classes, HIDDEN]))
  }
  const { evidence, start, linear } = base
  return {
    ...{ linear, ...(evidence && { evidence }), ...(start && { start }) },
    trained: [
      ...base.trained,
      ...layers.flatMap(({ trained }) => trained),
      ...(queries ? [queries] : []),
    ],
    forward: (x, pass) => {
      const forward = base.forward(x, pass)
      const seen = forward.classFeatures ?? seenByClasses(forward.features)
      const flat = tf.reshape(seen, [-1, classWidth ?? HIDDEN])
      return { ...forward, embedding: unitLength(second.apply(first.apply(flat))) }
    },
    dispose: () => {
      base.dispose()
      for (const layer of layers) layer.dispose()
      queries?.variable.dispose()
    },
  }
}

/** Rows [N, E] divided by their length. */
function unitLength(rows: tf.Tensor): tf.Tensor {
  const squares = tf.sum(tf.square(rows), 1, true)
  return tf.div(rows, tf.sqrt(tf.add(squares, SMALLEST_LENGTH)))
}
