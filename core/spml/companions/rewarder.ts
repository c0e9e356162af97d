import { RandomState } from '../../kernel/rng'
import { Adam } from '../../tensor/adam'
import { lossFromOutputs } from '../../tensor/loss-op'
import * as tf from '../../tensor/tf'
import { layerNorm } from '../heads/attention'
import { dense } from '../heads/dense'
import { trainedOf, uniform } from '../heads/network'
import { PRESENT } from '../method'
import type { Companion, CompanionBatch, CompanionContext } from './companion'
import { pupil } from './pupil'

const WIDTH = 128
const HIDDEN = 64
/** What is known of a class that nobody named: as likely right as wrong. */
const WRONG_TARGET = 0.5

/**
 * SemiReward's rewarder for several labels (after Li et al., ICLR 2024): how much the label "this class is
 * present" can be trusted, from the picture's features and a vector of the class. It learns from labels
 * that people gave, of which every second is swapped for a class that they did not name.
 */
export function rewarder(context: CompanionContext): Companion {
  const { classes, width, learningRate, seed } = context
  const rng = new RandomState(seed)
  const narrow = dense('narrow', width, WIDTH, rng)
  const norm = layerNorm('norm', WIDTH)
  const queries = trainedOf('queries', [classes, WIDTH], uniform(classes * WIDTH, 1, rng))
  const fromPicture = dense('picture', WIDTH, HIDDEN, rng)
  const fromClass = dense('class', WIDTH, HIDDEN, rng)
  const last = dense('last', HIDDEN, 1, rng)
  const parts = [narrow, norm, fromPicture, fromClass, last]
  const trained = [...parts.flatMap((part) => part.trained), queries]
  const adam = new Adam(trained)
  const { descend, arrays, restore } = pupil(trained, adam, learningRate)
  /** Logits [B, C]. */
  const forward = (rows: Uint32Array): tf.Tensor => {
    const x = tf.tensor(context.vectors(rows), [rows.length, width])
    const picture = tf.reshape(fromPicture.apply(norm.apply(narrow.apply(x))), [-1, 1, HIDDEN])
    const named = tf.reshape(fromClass.apply(queries.variable), [1, classes, HIDDEN])
    const hidden = tf.reshape(tf.relu(tf.add(picture, named)), [-1, HIDDEN])
    return tf.reshape(last.apply(hidden), [-1, classes])
  }
  return {
    outputs: ({ rows }) => {
      const rewards = tf.tidy(() => tf.sigmoid(forward(rows)))
      const reward = rewards.dataSync<'float32'>().slice()
      rewards.dispose()
      return { reward }
    },
    learn: (batch) => {
      const { targets, weights, count } = lessons(batch, classes, seed)
      if (count === 0) return
      descend(() =>
        lossFromOutputs({ logits: forward(batch.rows) }, ({ logits = targets }) => ({
          loss: 0,
          grads: { logits: logits.map((z, i) => pull(z, targets[i], weights[i]) / count) },
        })),
      )
    },
    arrays,
    restore,
    dispose: () => {
      for (const part of parts) part.dispose()
      queries.variable.dispose()
      adam.dispose()
    },
  }
}

/**
 * Slope of the cross-entropy with a target. The paper's squared error has the same best answer, but once
 * all rewards are near 1, where every target first pulls them, it hardly moves them any more.
 */
function pull(logit: number, target = 0, weight = 0): number {
  return weight * (1 / (1 + Math.exp(-logit)) - target)
}

/** For every given label one lesson: itself, or by chance a class that nobody named. [B * C] */
function lessons({ labels, step }: CompanionBatch, classes: number, seed: number) {
  const rng = new RandomState((seed + step) >>> 0)
  const targets = new Float32Array(labels.state.length)
  const weights = new Float32Array(labels.state.length)
  let count = 0
  labels.state.forEach((state, i) => {
    if (state !== PRESENT) return
    const other = i - (i % classes) + rng.interval(classes - 1)
    const isSwapped = rng.uniform() < 0.5 && labels.state[other] !== PRESENT
    const place = isSwapped ? other : i
    targets[place] = isSwapped ? WRONG_TARGET : 1
    weights[place] = 1
    count++
  })
  return { targets, weights, count }
}
