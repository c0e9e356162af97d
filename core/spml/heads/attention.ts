import type { RandomState } from '../../kernel/rng'
import * as tf from '../../tensor/tf'
import type { Trained } from '../../tensor/trained'
import { dense } from './dense'
import type { Pass } from './network'
import { trainedOf } from './network'

const NORM_EPSILON = 1e-5
const DROPOUT = 0.1
const HEADS = 4

/** Part of a network, with its variables. */
export type Part<Inputs extends unknown[]> = {
  readonly trained: readonly Trained[]
  apply: (...inputs: Inputs) => tf.Tensor
  dispose: () => void
}

/**
 * Attention of several heads (Vaswani et al. 2017): from queries [B, T, d] to [B, T, d] over keys and
 * values [B, S, d]. TensorFlow.js keeps its own layer for this to itself.
 */
export function attention(
  name: string,
  width: number,
  rng: RandomState,
): Part<[query: tf.Tensor, key: tf.Tensor, value: tf.Tensor]> {
  const project = (part: string) => dense(`${name}/${part}`, width, width, rng)
  const [query, key, value, out] = [
    project('query'),
    project('key'),
    project('value'),
    project('out'),
  ]
  const layers = [query, key, value, out]
  const split = (x: tf.Tensor, length: number) =>
    tf.transpose(tf.reshape(x, [-1, length, HEADS, width / HEADS]), [0, 2, 1, 3])
  return {
    trained: layers.flatMap(({ trained }) => trained),
    apply: (queries, keys, values) => {
      const [, targets = 0] = queries.shape
      const [, sources = 0] = keys.shape
      const flat = (x: tf.Tensor) => tf.reshape(x, [-1, width])
      const q = split(tf.mul(query.apply(flat(queries)), 1 / Math.sqrt(width / HEADS)), targets)
      const k = split(key.apply(flat(keys)), sources)
      const v = split(value.apply(flat(values)), sources)
      const weights = tf.softmax(tf.matMul(q, k, false, true))
      const heard = tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3])
      return tf.reshape(out.apply(flat(heard)), [-1, targets, width])
    },
    dispose: () => {
      for (const layer of layers) layer.dispose()
    },
  }
}

/** Two dense layers on every vector of [B, T, d], four times as wide between them. */
export function feedForward(
  name: string,
  width: number,
  rng: RandomState,
): Part<[x: tf.Tensor, drop: Drop]> {
  const wide = dense(`${name}/wide`, width, 4 * width, rng, 'relu')
  const narrow = dense(`${name}/narrow`, 4 * width, width, rng)
  return {
    trained: [...wide.trained, ...narrow.trained],
    apply: (x, drop) =>
      tf.reshape(narrow.apply(drop(wide.apply(tf.reshape(x, [-1, width])))), x.shape),
    dispose: () => {
      wide.dispose()
      narrow.dispose()
    },
  }
}

/**
 * Vectors [.., d] to mean 0 and deviation 1, then scaled and moved. Own, because the gradient of
 * TensorFlow.js's layer adds up one slice per vector, thousands of them in a step.
 */
export function layerNorm(name: string, width: number): Part<[x: tf.Tensor]> {
  const scale = trainedOf(`${name}/scale`, [width], new Float32Array(width).fill(1), {
    decayed: false,
  })
  const shift = trainedOf(`${name}/shift`, [width], new Float32Array(width), { decayed: false })
  return {
    trained: [scale, shift],
    apply: (x) => {
      const centred = tf.sub(x, tf.mean(x, -1, true))
      const variance = tf.mean(tf.square(centred), -1, true)
      const normal = tf.div(centred, tf.sqrt(tf.add(variance, NORM_EPSILON)))
      return tf.add(tf.mul(normal, scale.variable), shift.variable)
    },
    dispose: () => {
      scale.variable.dispose()
      shift.variable.dispose()
    },
  }
}

export type Drop = (x: tf.Tensor) => tf.Tensor

/** Dropout of one pass: each call has a seed of its own. */
export function dropoutOf({ training, seed }: Pass): Drop {
  let calls = 0
  return (x) => (training ? tf.dropout(x, DROPOUT, undefined, `${seed}/${calls++}`) : x)
}
