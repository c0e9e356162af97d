import { plainMatMul } from '../../kernel/mat-mul'
import { RandomState } from '../../kernel/rng'
import * as tf from '../../tensor/tf'
import { dense } from './dense'
import type { Dense } from './dense'
import { trainedOf, uniform, xavier } from './network'
import type { Forward, Network, Pass } from './network'

/** Latent numbers, as in MIME's released code. */
const LATENT = 256
/** The classifier sees the mean of so many samples, which deviates by 1 / sqrt of it. */
const SAMPLES = 10
/** Bounds of half the logarithm of the variance. */
const DEVIATION_BOUND = 6

type Encoder = { mean: Dense; deviation: Dense }

/**
 * A variational information bottleneck instead of a linear head (MIME, ICML 2023): the picture becomes
 * noisy latent numbers, which all classes read. Without noise, as at test time, mean and classifier are
 * one linear map, which is how the head is stored and exported.
 */
export function bottleneckHead(width: number, classes: number, rng: RandomState): Network {
  const encoder = encoderOf(width, rng)
  const weights = trainedOf('classifier/weights', [LATENT, classes], xavier(LATENT, classes, rng))
  const bias = trainedOf('classifier/bias', [classes], new Float32Array(classes), {
    decayed: false,
  })
  return {
    trained: [...encoder.mean.trained, ...encoder.deviation.trained, weights, bias],
    forward: (x, pass) => {
      const features = x.shape.length === 3 ? tf.mean(x, 1) : x
      const { latent, ...latents } = sample(encoder, features, pass)
      const logits = tf.add(tf.matMul(latent, weights.variable), bias.variable)
      return { logits, features, ...latents }
    },
    linear: () => foldLatent(encoder.mean, weights.variable, bias.variable, width),
    dispose: () => {
      for (const layer of [encoder.mean, encoder.deviation]) layer.dispose()
      for (const { variable } of [weights, bias]) variable.dispose()
    },
  }
}

/** The same on top of a head that says what each class sees: every class has latent numbers of its own. */
export function withBottleneck(
  base: Network,
  sizes: { classes: number; classWidth: number },
  rng: RandomState,
): Network {
  const { classes, classWidth } = sizes
  const encoder = encoderOf(classWidth, rng)
  const limit = 1 / Math.sqrt(LATENT)
  const weights = trainedOf(
    'classifier/weights',
    [classes, LATENT],
    uniform(classes * LATENT, limit, rng),
  )
  const bias = trainedOf('classifier/bias', [classes], new Float32Array(classes), {
    decayed: false,
  })
  return {
    trained: [
      ...base.trained,
      ...encoder.mean.trained,
      ...encoder.deviation.trained,
      weights,
      bias,
    ],
    forward: (x, pass) => {
      const forward = base.forward(x, pass)
      if (forward.classFeatures === undefined) throw new Error('The head has no class features.')
      const seen = tf.reshape(forward.classFeatures, [-1, classWidth])
      const { latent, ...latents } = sample(encoder, seen, pass)
      const own = tf.mul(tf.reshape(latent, [-1, classes, LATENT]), weights.variable)
      return { ...forward, ...latents, logits: tf.add(tf.sum(own, 2), bias.variable) }
    },
    linear: () => null,
    dispose: () => {
      base.dispose()
      for (const layer of [encoder.mean, encoder.deviation]) layer.dispose()
      for (const { variable } of [weights, bias]) variable.dispose()
    },
  }
}

function encoderOf(width: number, rng: RandomState): Encoder {
  return {
    mean: dense('bottleneck/mean', width, LATENT, rng),
    deviation: dense('bottleneck/deviation', width, LATENT, rng),
  }
}

/**
 * Latent numbers [N, L] of rows [N, D]. The mean of ten samples m + s * e has the distribution of
 * m + s * e / sqrt(10), so one is drawn.
 */
function sample(
  { mean, deviation }: Encoder,
  rows: tf.Tensor,
  { training, seed }: Pass,
): { latent: tf.Tensor } & Required<Pick<Forward, 'latentMean' | 'latentLogDeviation'>> {
  const latentMean = mean.apply(rows)
  const latentLogDeviation = tf.clipByValue(
    tf.mul(deviation.apply(rows), 0.5),
    -DEVIATION_BOUND,
    DEVIATION_BOUND,
  )
  if (!training) return { latent: latentMean, latentMean, latentLogDeviation }
  const rng = new RandomState(seed)
  const scale = 1 / Math.sqrt(SAMPLES)
  const noise = Float32Array.from({ length: latentMean.size }, () => scale * rng.normal())
  const away = tf.mul(tf.exp(latentLogDeviation), tf.tensor(noise, latentMean.shape))
  return { latent: tf.add(latentMean, away), latentMean, latentLogDeviation }
}

/** One affine map [D, C] in place of two: x M + m, then times W, plus b. */
function foldLatent(mean: Dense, weights: tf.Variable, bias: tf.Variable, width: number) {
  const [kernel = new Float32Array(0), shift = new Float32Array(0)] = mean.trained.map(
    ({ variable }) => variable.dataSync<'float32'>(),
  )
  const classes = bias.size
  const last = weights.dataSync<'float32'>()
  const moved = plainMatMul(shift, 1, LATENT, last, classes)
  const own = bias.dataSync<'float32'>()
  return {
    weights: plainMatMul(kernel, width, LATENT, last, classes),
    bias: own.map((value, c) => value + (moved[c] ?? 0)),
  }
}
