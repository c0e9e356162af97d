import type { RandomState } from '../../kernel/rng'
import * as tf from '../../tensor/tf'
import { attention, dropoutOf, feedForward, layerNorm } from './attention'
import type { Drop, Part } from './attention'
import { dense } from './dense'
import { trainedOf, uniform } from './network'
import type { Network } from './network'
import { positionEncoding } from './position-encoding'

/** Width of everything after the first layer; the paper's 2,048 would be 150 million parameters. */
export const QUERY2LABEL_WIDTH = 256
const DECODERS = 2

/**
 * Query2Label (Liu et al. 2021) on cells [B, P, D]: one encoder layer, then each class asks the map through
 * two decoder layers without attention among the classes, and reads its logit off its own vector.
 */
export function query2LabelHead(
  { width, classes }: { width: number; classes: number },
  rng: RandomState,
): Network {
  const d = QUERY2LABEL_WIDTH
  const narrow = dense('narrow', width, d, rng)
  const encoder = encoderLayer('encoder', rng)
  const decoders = Array.from({ length: DECODERS }, (_, i) => decoderLayer(`decoder/${i}`, rng))
  const norm = layerNorm('norm', d)
  const queries = trainedOf('queries', [classes, d], uniform(classes * d, 1, rng))
  const limit = 1 / Math.sqrt(d)
  const weights = trainedOf('weights', [classes, d], uniform(classes * d, limit, rng))
  const bias = trainedOf('bias', [classes], uniform(classes, limit, rng), { decayed: false })
  const parts = [narrow, encoder, ...decoders, norm]
  const own = [queries, weights, bias]
  return {
    trained: [...parts.flatMap(({ trained }) => trained), ...own],
    forward: (x, pass) => {
      const [images = 0, cells = 0] = x.shape
      const drop = dropoutOf(pass)
      const narrowed = narrow.apply(tf.reshape(x, [-1, width]))
      const places = placesOf(cells)
      const memory = encoder.apply(tf.reshape(narrowed, [images, cells, d]), places, drop)
      const asked = tf.add(tf.zeros([images, classes, d]), queries.variable)
      let target: tf.Tensor = tf.zeros([images, classes, d])
      for (const decoder of decoders) target = decoder.apply(target, asked, memory, places, drop)
      const classFeatures = norm.apply(target)
      const logits = tf.add(tf.sum(tf.mul(classFeatures, weights.variable), 2), bias.variable)
      return { logits, features: tf.mean(x, 1), classFeatures }
    },
    linear: () => null,
    dispose: () => {
      for (const part of parts) part.dispose()
      for (const { variable } of own) variable.dispose()
    },
  }
}

/** [P, d]; a map that is not square is taken for one row. */
function placesOf(cells: number): tf.Tensor {
  const side = Math.round(Math.sqrt(cells))
  const [rows, columns] = side * side === cells ? [side, side] : [1, cells]
  return tf.tensor(positionEncoding(rows, columns, QUERY2LABEL_WIDTH), [cells, QUERY2LABEL_WIDTH])
}

/** q = k = x + places, v = x; then attention and feed-forward, each added and normalised. */
function encoderLayer(
  name: string,
  rng: RandomState,
): Part<[x: tf.Tensor, places: tf.Tensor, drop: Drop]> {
  const d = QUERY2LABEL_WIDTH
  const attend = attention(`${name}/attention`, d, rng)
  const feed = feedForward(`${name}/feed`, d, rng)
  const [first, second] = [layerNorm(`${name}/norm1`, d), layerNorm(`${name}/norm2`, d)]
  return partOf([attend, feed, first, second], (x, places, drop) => {
    const placed = tf.add(x, places)
    const heard = first.apply(tf.add(x, drop(attend.apply(placed, placed, x))))
    return second.apply(tf.add(heard, drop(feed.apply(heard, drop))))
  })
}

/** Classes ask the map: q = target + queries, k = memory + places, v = memory. */
function decoderLayer(
  name: string,
  rng: RandomState,
): Part<[target: tf.Tensor, queries: tf.Tensor, memory: tf.Tensor, places: tf.Tensor, drop: Drop]> {
  const d = QUERY2LABEL_WIDTH
  const attend = attention(`${name}/attention`, d, rng)
  const feed = feedForward(`${name}/feed`, d, rng)
  const [first, second] = [layerNorm(`${name}/norm1`, d), layerNorm(`${name}/norm2`, d)]
  return partOf([attend, feed, first, second], (target, queries, memory, places, drop) => {
    const asked = attend.apply(tf.add(target, queries), tf.add(memory, places), memory)
    const heard = first.apply(tf.add(target, drop(asked)))
    return second.apply(tf.add(heard, drop(feed.apply(heard, drop))))
  })
}

function partOf<Inputs extends unknown[]>(
  parts: readonly Pick<Part<never>, 'trained' | 'dispose'>[],
  apply: Part<Inputs>['apply'],
): Part<Inputs> {
  return {
    trained: parts.flatMap(({ trained }) => trained),
    apply,
    dispose: () => {
      for (const part of parts) part.dispose()
    },
  }
}
