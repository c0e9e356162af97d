import { normalise, normaliseBack, NORM_EPSILON } from '../../tensor/convolution/batch-norm'
import { convolve, convolveBack } from '../../tensor/convolution/convolve'
import { maxPool, maxPoolBack } from '../../tensor/convolution/max-pool'
import { rectify, rectifyBack } from '../../tensor/convolution/rectify'
import * as tf from '../../tensor/tf'
import { padOf } from './layout'
import type { ConvolutionStep, Layout, PoolStep, ResidualStep, Step } from './layout'
import { unitOf } from './parameters'
import type { Unit, Units } from './parameters'
import { Trace } from './trace'

/** Share of a batch's statistics in the running ones, as in PyTorch. */
const MOMENTUM = 0.1

/** How a batch goes through a network. */
export type Walk = {
  units: Units
  /** Whether batches are normalised by their own statistics. */
  ownStatistics: boolean
  /** Whether those become part of the running ones. */
  updates: boolean
  /** Whether residual blocks keep their input only and are computed once more on the way back. */
  recomputes: boolean
  /** Remembers the way; without it nothing can be trained. */
  trace: Trace | null
}

/** The map [B, h, w, C] that the network makes of x [B, H, W, 3]. The gradient by x itself is not asked for. */
export function walk(layout: Layout, x: tf.Tensor, how: Walk): tf.Tensor {
  return chain(layout, x, (step, at) => take(step, at, how, at !== x))
}

/** One step after the other; what lies between two of them is let go of as soon as it was used. */
function chain<S>(
  steps: readonly S[],
  x: tf.Tensor,
  run: (step: S, at: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  return steps.reduce((at, step) => {
    const next = tf.tidy(() => run(step, at))
    if (at !== x) at.dispose()
    return next
  }, x)
}

function take(step: Step, x: tf.Tensor, how: Walk, wantsInput: boolean): tf.Tensor {
  switch (step.kind) {
    case 'convolution':
      return convolution(step, x, how, wantsInput)
    case 'pool':
      return pool(step, x, how)
    case 'residual':
      return how.recomputes && how.trace ? again(step, x, how, how.trace) : residual(step, x, how)
  }
}

function pool(step: PoolStep, x: tf.Tensor, { trace }: Walk): tf.Tensor {
  const y = maxPool(x, step)
  if (trace) {
    const [keptX, keptY] = [trace.keep(x), trace.keep(y)]
    trace.step((dy) => ({ input: maxPoolBack({ x: keptX, y: keptY, dy }, step), weights: {} }))
  }
  return y
}

function residual(step: ResidualStep, x: tf.Tensor, how: Walk): tf.Tensor {
  const { main, shortcut, rectifier } = step
  const [inside, beside] = [new Trace(), new Trace()]
  const own = (trace: Trace): Walk => ({ ...how, trace: how.trace && trace })
  const made = chain(main, x, (one, at) => convolution(one, at, own(inside), true))
  const added = shortcut ? convolution(shortcut, x, own(beside), true) : x
  const y = rectify(tf.add(made, added), rectifier)
  const { trace } = how
  if (trace) {
    const kept = rectifier === 'none' ? null : trace.keep(y)
    trace.step(
      (dy) => {
        const sum = kept ? rectifyBack(dy, kept, rectifier) : dy
        const through = inside.back(sum)
        const past = shortcut ? beside.back(sum) : { input: sum, weights: {} }
        const input = through.input && past.input ? tf.add(through.input, past.input) : undefined
        return { input, weights: { ...through.weights, ...past.weights } }
      },
      [inside, beside],
    )
  }
  return y
}

/** Keeps what goes in; all in between is computed once more when it is needed. */
function again(step: ResidualStep, x: tf.Tensor, how: Walk, trace: Trace): tf.Tensor {
  const y = residual(step, x, { ...how, trace: null })
  const kept = trace.keep(x)
  trace.step((dy) => {
    const inner = new Trace()
    try {
      residual(step, kept, { ...how, updates: false, trace: inner })
      return inner.back(dy)
    } finally {
      inner.dispose()
    }
  })
  return y
}

function convolution(
  step: ConvolutionStep,
  x: tf.Tensor,
  how: Walk,
  wantsInput: boolean,
): tf.Tensor {
  const unit = unitOf(how.units, step)
  return how.ownStatistics
    ? normalised(step, unit, x, how, wantsInput)
    : folded(step, unit, x, how, wantsInput)
}

/** Convolution, batch norm by the batch itself, rectifier. */
function normalised(
  step: ConvolutionStep,
  unit: Unit,
  x: tf.Tensor,
  { trace, updates }: Walk,
  wantsInput: boolean,
): tf.Tensor {
  const { rectifier } = step
  const { filter, scale, shift } = unit
  const placing = placingOf(step)
  const made = convolve(x, filter, placing)
  const { y: normal, mean, variance, saved } = normalise(made, scale, shift)
  const y = rectify(normal, rectifier)
  if (updates) {
    approach(unit.mean, mean)
    approach(unit.variance, variance)
  }
  if (trace) {
    const [keptX, keptMade] = [trace.keep(x), trace.keep(made)]
    const keptSaved = saved.map((tensor) => trace.keep(tensor))
    const keptY = rectifier === 'none' ? null : trace.keep(y)
    trace.step((dy) => {
      const straight = keptY ? rectifyBack(dy, keptY, rectifier) : dy
      const normal = normaliseBack({ x: keptMade, scale, dy: straight }, keptSaved)
      const through = convolveBack({ x: keptX, filter, dy: normal.x }, placing, wantsInput)
      const weights = {
        [filter.name]: through.filter,
        ...{ [scale.name]: normal.scale, [shift.name]: normal.shift },
      }
      return { input: through.x, weights }
    })
  }
  return y
}

/** Convolution with the running statistics and the fixed scale folded into its filter, rectifier. */
function folded(
  step: ConvolutionStep,
  unit: Unit,
  x: tf.Tensor,
  { trace }: Walk,
  wantsInput: boolean,
): tf.Tensor {
  const { rectifier } = step
  const placing = placingOf(step)
  const { filter, bias } = fold(step, unit)
  const y = rectify(tf.add(convolve(x, filter, placing), bias), rectifier)
  if (trace) {
    const keptX = trace.keep(x)
    const keptY = rectifier === 'none' ? null : trace.keep(y)
    trace.step((dy) => {
      const straight = keptY ? rectifyBack(dy, keptY, rectifier) : dy
      const whole = { x: keptX, filter: fold(step, unit).filter, dy: straight }
      const through = convolveBack(whole, placing, wantsInput)
      const weights = { [unit.filter.name]: tf.mul(through.filter, factorOf(step, unit)) }
      return { input: through.x, weights }
    })
  }
  return y
}

/** Filter and bias [out] that give what filter, batch norm with running statistics, scale and shift give. */
export function fold(step: ConvolutionStep, unit: Unit): { filter: tf.Tensor; bias: tf.Tensor } {
  const factor = factorOf(step, unit)
  const bias = tf.sub(unit.shift, tf.mul(unit.mean, tf.reshape(factor, [-1])))
  return { filter: tf.mul(unit.filter, factor), bias }
}

/** What running deviation and scale do to every output, in the shape that a filter is multiplied by. */
function factorOf({ depthwise, outputs }: ConvolutionStep, { scale, variance }: Unit): tf.Tensor {
  const factor = tf.div(scale, tf.sqrt(tf.add(variance, NORM_EPSILON)))
  return depthwise ? tf.reshape(factor, [outputs, 1]) : factor
}

function placingOf(step: ConvolutionStep) {
  return { stride: step.stride, pad: padOf(step), depthwise: step.depthwise }
}

function approach(running: tf.Variable, own: tf.Tensor): void {
  tf.tidy(() => {
    running.assign(tf.add(tf.mul(running, 1 - MOMENTUM), tf.mul(own, MOMENTUM)))
  })
}
