import { withOwnGradient } from '../../tensor/convolution/own-gradient'
import type { ReadArray } from '../../tensor/named-arrays'
import * as tf from '../../tensor/tf'
import type { Named, Trained } from '../../tensor/trained'
import type { Pass } from '../heads/network'
import { layoutOf } from './architectures'
import type { Architecture } from './architectures'
import { channelsOf, convolutionsOf, strideOf } from './layout'
import type { Layout } from './layout'
import { makeUnits, unitOf } from './parameters'
import type { Units } from './parameters'
import { Trace } from './trace'
import { walk } from './walk'

/** A network that turns pictures into maps and can be trained end to end. Holds tensors until `dispose`. */
export type TrainableBackbone = {
  readonly architecture: Architecture
  /** Filters, and each batch norm's scale and shift (not decayed) unless that is frozen. */
  readonly trained: readonly Trained[]
  /**
   * What training changes without gradients or not at all, by torchvision's names: running mean and variance;
   * scale and shift too where batch norm is frozen.
   */
  readonly buffers: readonly Named[]
  /** Channels of the map. */
  readonly channels: number
  /** Pixels on an edge for one cell of the map. */
  readonly stride: number
  readonly layout: Layout
  readonly units: Units
  /**
   * The map [B, h, w, channels] of pixels [B, side, side, 3], RGB 0..255. In training, batch norm uses the
   * batch's own statistics and makes them part of the running ones, unless it is frozen.
   */
  forward: (pixels: tf.Tensor, pass: Pass) => tf.Tensor
  /** Frees what a step has kept that was broken off before its gradients were there. */
  release: () => void
  dispose: () => void
}

export type BackboneSpec = {
  architecture: Architecture
  /** Frozen: running statistics, scale and shift stay as they are (DETR's FrozenBatchNorm2d). */
  batchNorm: 'train' | 'frozen'
  /** Of the first weights, where none are given. */
  seed: number
  /** Stored numbers by torchvision's names, filters [out, in, k, k]; null draws them. */
  weights: ReadArray | null
  /** Whether what lies within a residual block is computed twice and not kept: less memory, a third more time. */
  recompute?: boolean
}

/** ImageNet's mean and deviation in 0..255, as torchvision's weights were trained with. */
export const PIXEL_MEAN = [0.485, 0.456, 0.406].map((share) => share * 255)
export const PIXEL_DEVIATION = [0.229, 0.224, 0.225].map((share) => share * 255)

/** A network of torchvision with all its numbers on the device in use. */
export function makeBackbone(spec: BackboneSpec): TrainableBackbone {
  const { architecture, batchNorm, recompute = false } = spec
  const layout = layoutOf(architecture)
  const units = makeUnits(convolutionsOf(layout), spec)
  const { trained, buffers } = namedOf(layout, units, batchNorm === 'frozen')
  const variables = trained.map(({ variable }) => variable)
  /** Those whose way back is still to be gone. */
  const open = new Set<Trace>()

  const inference = { units, ownStatistics: false, updates: false, recomputes: false, trace: null }
  const train = (x: tf.Tensor) =>
    withOwnGradient(variables, () => {
      const trace = new Trace()
      open.add(trace)
      const ownStatistics = batchNorm === 'train'
      const how = { units, ownStatistics, updates: ownStatistics, recomputes: recompute, trace }
      const value = walk(layout, x, how)
      const back = (dy: tf.Tensor) => {
        const { weights } = trace.back(dy)
        open.delete(trace)
        return variables.map((variable) => gradientOf(weights, variable))
      }
      return { value, back }
    })
  const release = () => {
    for (const trace of open) trace.dispose()
    open.clear()
  }
  return {
    ...{ architecture, trained, buffers, layout, units, release },
    channels: channelsOf(layout),
    stride: strideOf(layout),
    forward: (pixels, pass) =>
      tf.tidy(() => {
        const x = tf.div(tf.sub(pixels, tf.tensor1d(PIXEL_MEAN)), tf.tensor1d(PIXEL_DEVIATION))
        return pass.training ? train(x) : walk(layout, x, inference)
      }),
    dispose: () => {
      release()
      for (const unit of units.values()) for (const one of Object.values(unit)) one.dispose()
    },
  }
}

function gradientOf(weights: Readonly<Record<string, tf.Tensor>>, variable: tf.Variable) {
  const gradient = weights[variable.name]
  if (gradient === undefined) throw new Error(`${variable.name} has no gradient.`)
  return gradient
}

function namedOf(layout: Layout, units: Units, frozen: boolean) {
  const trained: Trained[] = []
  const buffers: Named[] = []
  for (const step of convolutionsOf(layout)) {
    const { name, norm } = step
    const unit = unitOf(units, step)
    trained.push({ name: `${name}.weight`, variable: unit.filter, decayed: true, rate: 1 })
    const [scale, shift] = [`${norm}.weight`, `${norm}.bias`]
    if (frozen) {
      buffers.push({ name: scale, variable: unit.scale }, { name: shift, variable: unit.shift })
    } else {
      trained.push({ name: scale, variable: unit.scale, decayed: false, rate: 1 })
      trained.push({ name: shift, variable: unit.shift, decayed: false, rate: 1 })
    }
    buffers.push({ name: `${norm}.running_mean`, variable: unit.mean })
    buffers.push({ name: `${norm}.running_var`, variable: unit.variance })
  }
  return { trained, buffers }
}
