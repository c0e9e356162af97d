import { RandomState } from '../../kernel/rng'
import type { ReadArray } from '../../tensor/named-arrays'
import * as tf from '../../tensor/tf'
import type { ConvolutionStep } from './layout'

/** The numbers of one convolution and its batch norm. */
export type Unit = {
  /** [k, k, in, out]; depthwise [k, k, in, 1]. */
  filter: tf.Variable
  /** [out] each. */
  scale: tf.Variable
  shift: tf.Variable
  mean: tf.Variable
  variance: tf.Variable
}

/** By the name of the convolution. */
export type Units = ReadonlyMap<string, Unit>

/** What stands behind a batch norm's name, in the order scale, shift, mean, variance. */
export const NORM_PARTS = ['weight', 'bias', 'running_mean', 'running_var'] as const

export function unitOf(units: Units, { name }: ConvolutionStep): Unit {
  const unit = units.get(name)
  if (unit === undefined) throw new RangeError(`${name} has no weights.`)
  return unit
}

/** [out, in, k, k], as PyTorch keeps filters; depthwise [in, 1, k, k]. */
export function storedShape({ inputs, outputs, size, depthwise }: ConvolutionStep): number[] {
  return [outputs, depthwise ? 1 : inputs, size, size]
}

/** From PyTorch's order to that of TensorFlow.js, and back. */
const TO_MEMORY = { full: [2, 3, 1, 0], depthwise: [2, 3, 0, 1] }
const TO_STORE = { full: [3, 2, 0, 1], depthwise: [2, 3, 0, 1] }

/**
 * Variables of every convolution, from stored numbers in PyTorch's order or drawn as torchvision does:
 * filters normal with the deviation sqrt(2 / (outputs * k * k)) (He et al. 2015, fan out), scale 1, shift 0.
 */
export function makeUnits(
  convolutions: readonly ConvolutionStep[],
  source: { seed: number; weights: ReadArray | null },
): Units {
  const { seed, weights } = source
  const rng = new RandomState(seed)
  return new Map(
    convolutions.map((step) => {
      const { name, norm, outputs } = step
      const numbers = weights
        ? (of: string, length: number) => weights(of, length)
        : drawn(step, rng)
      const vector = (of: string) => variableOf(numbers(`${norm}.${of}`, outputs), [outputs])
      const unit = {
        filter: filterOf(step, numbers(`${name}.weight`, sizeOf(storedShape(step)))),
        ...{ scale: vector('weight'), shift: vector('bias') },
        ...{ mean: vector('running_mean'), variance: vector('running_var') },
      }
      return [name, unit]
    }),
  )
}

/** A filter in PyTorch's order [out, in, k, k]. */
export function storedFilter(step: ConvolutionStep, filter: tf.Tensor): Float32Array {
  const turned = tf.tidy(() =>
    tf.transpose(filter, step.depthwise ? TO_STORE.depthwise : TO_STORE.full),
  )
  const numbers = turned.dataSync<'float32'>().slice()
  turned.dispose()
  return numbers
}

function filterOf(step: ConvolutionStep, numbers: Float32Array): tf.Variable {
  const order = step.depthwise ? TO_MEMORY.depthwise : TO_MEMORY.full
  return tf.tidy(() => tf.variable(tf.transpose(tf.tensor(numbers, storedShape(step)), order)))
}

function variableOf(numbers: Float32Array, shape: number[]): tf.Variable {
  return tf.tidy(() => tf.variable(tf.tensor(numbers, shape)))
}

function drawn({ name, norm, outputs, size }: ConvolutionStep, rng: RandomState): ReadArray {
  const deviation = Math.sqrt(2 / (outputs * size * size))
  const ones = new Set([`${norm}.weight`, `${norm}.running_var`])
  return (of, length) =>
    of === `${name}.weight`
      ? Float32Array.from({ length }, () => deviation * rng.normal())
      : new Float32Array(length).fill(ones.has(of) ? 1 : 0)
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}
