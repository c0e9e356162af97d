import * as tf from '@tensorflow/tfjs-core'
import '../tf'
import { RandomState } from '../../kernel/rng'
import { Adam } from '../adam'
import { convolve, convolveBack } from '../convolution/convolve'

const STEPS = 5
const RATE = 0.02
const BATCH = 8

/** What is trained in the test: the second layer alone, or the convolution below it too. */
export type Depth = 'head' | 'all'

/** Losses before each of the steps: those of PyTorch in float64, by scripts/self-test-numbers.py. */
const KNOWN: Readonly<Record<Depth, readonly number[]>> = {
  head: [0.6130793, 0.5997966, 0.5891516, 0.5810355, 0.5752273],
  all: [0.6130793, 0.5886776, 0.5688206, 0.5533884, 0.5419506],
}
/** Part of a loss by which a right device may be off: float32 is by 1e-6, the short products of newer cards by 1e-4. */
const TOLERANCE = 2e-3

/**
 * A small training on the backend in use: a convolution, ReLU, the mean over the picture, a linear layer,
 * the cross entropy of three labels, and Adam. Returns the loss before each step.
 * @throws whatever a backend throws that lacks an operation or fails.
 */
export async function trainALittle(depth: Depth): Promise<number[]> {
  const rng = new RandomState(1200)
  const normals = (shape: number[], scale: number) => {
    const size = shape.reduce((product, length) => product * length, 1)
    return tf.tensor(
      Float32Array.from({ length: size }, () => scale * rng.normal()),
      shape,
    )
  }
  const x = normals([BATCH, 12, 12, 4], 1)
  const kernel = variableOf(normals([3, 3, 4, 8], 0.3))
  const weights = variableOf(normals([8, 3], 0.5))
  const targets = tf.tensor2d(
    Array.from({ length: BATCH * 3 }, (_, i) => +(i % 4 === 0)),
    [BATCH, 3],
  )
  const trained = depth === 'all' ? [kernel, weights] : [weights]
  const adam = new Adam(
    trained.map((variable) => ({ name: variable.name, variable, decayed: false, rate: 1 })),
  )
  const losses: number[] = []
  try {
    for (let step = 0; step < STEPS; step++) {
      const { value, grads } = tf.variableGrads(() => lossOf(x, kernel, weights, targets), trained)
      adam.apply(grads, RATE, 0)
      const [loss = Number.NaN] = await value.data<'float32'>()
      losses.push(loss)
      for (const tensor of [value, ...Object.values(grads)]) tensor.dispose()
    }
  } finally {
    adam.dispose()
    for (const tensor of [x, kernel, weights, targets]) tensor.dispose()
  }
  return losses
}

/** Whether the numbers are those that are known. */
export function isRight(depth: Depth, losses: readonly number[]): boolean {
  const known = KNOWN[depth]
  return (
    losses.length === known.length &&
    known.every((right, i) => Math.abs((losses[i] ?? Number.NaN) - right) <= TOLERANCE * right)
  )
}

function variableOf(start: tf.Tensor): tf.Variable {
  const variable = tf.variable(start)
  start.dispose()
  return variable
}

function lossOf(
  x: tf.Tensor,
  kernel: tf.Tensor,
  weights: tf.Tensor,
  targets: tf.Tensor,
): tf.Scalar {
  const maps = tf.relu(convolved(x, kernel))
  const logits = tf.matMul(tf.mean(maps, [1, 2]), weights)
  const softplus = tf.log(tf.add(tf.exp(tf.neg(tf.abs(logits))), 1))
  const each = tf.add(tf.sub(tf.relu(logits), tf.mul(logits, targets)), softplus)
  // A mean over everything is one number.
  return tf.mean<tf.Scalar>(each)
}

const placing = { stride: 1, pad: 1, depthwise: false }

/** The convolution of our networks, with its own way back. */
function convolved(x: tf.Tensor, kernel: tf.Tensor): tf.Tensor {
  const operation = tf.customGrad((filter) => {
    // customGrad types its one tensor as a list of what may be tensors.
    const own = filter as tf.Tensor
    return {
      value: convolve(x, own, placing),
      gradFunc: (dy: tf.Tensor) => convolveBack({ x, filter: own, dy }, placing, false).filter,
    }
  })
  return operation(kernel)
}
