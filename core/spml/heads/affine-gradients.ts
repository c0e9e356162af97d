import type { LossOfOutputs } from '../../tensor/loss-op'
import * as tf from '../../tensor/tf'
import type { StepGradients } from './network'

/** Variables of an affine head: weights [D, C] and bias [C], and BoostLU's factor. */
type Affine = { weights: tf.Variable; bias: tf.Variable; boost: number }

/**
 * Loss and gradients of an affine head in closed form, from vectors [B, D] or maps [B, P, D]: two
 * products, and nothing of the batch is kept or copied in between, as it would be for a tape.
 */
export function affineGradients(
  { weights, bias, boost }: Affine,
  x: tf.Tensor,
  evaluate: LossOfOutputs,
): StepGradients {
  let loss = Number.NaN
  const grads = tf.tidy(() => {
    const [images = 0, cells = 0] = x.shape
    const isBent = x.shape.length === 3 && boost !== 1
    const seen = isBent || x.shape.length === 2 ? x : tf.mean(x, 1)
    const rows = tf.reshape(seen, [-1, weights.size / bias.size])
    const evidence = tf.add(tf.matMul(rows, weights), bias)
    const perCell = tf.reshape(evidence, [images, isBent ? cells : 1, -1])
    const logits = isBent ? tf.mean(boostLu(perCell, boost), 1) : evidence
    const found = evaluate({ logits: logits.dataSync<'float32'>() })
    loss = found.loss
    const slopes = tf.tensor(found.grads['logits'] ?? [], [images, 1, bias.size])
    const each = tf.reshape(
      isBent ? tf.mul(tf.div(slopes, cells), boostLuSlope(perCell, boost)) : slopes,
      evidence.shape,
    )
    return { [weights.name]: tf.matMul(rows, each, true), [bias.name]: tf.sum(each, 0) }
  })
  return { loss, grads }
}

/** BoostLU (Kim et al., CVPR 2023): what speaks for a class counts `boost` times. */
export function boostLu(x: tf.Tensor, boost: number): tf.Tensor {
  return tf.add(x, tf.mul(tf.relu(x), boost - 1))
}

function boostLuSlope(x: tf.Tensor, boost: number): tf.Tensor {
  return tf.add(tf.mul(tf.step(x), boost - 1), 1)
}
