import * as tf from '@tensorflow/tfjs-core'
import { nativeOps } from './native-ops'
import type { NativeAttributes } from './native-ops'
import { runKernel } from './run-kernel'

/** How a filter goes over a picture, as PyTorch counts: `pad` cells of zeros on every side. */
export type Placing = { stride: number; pad: number; depthwise: boolean }

/** Gradients by the input (where it is asked for) and by the filter. */
export type ConvolutionGradients = { x: tf.Tensor | undefined; filter: tf.Tensor }

/** [B, h, w, out] of x [B, H, W, in] and a filter [k, k, in, out], or [k, k, in, 1] depthwise. */
export function convolve(x: tf.Tensor, filter: tf.Tensor, placing: Placing): tf.Tensor {
  const { stride, pad, depthwise } = placing
  const native = nativeOps()
  if (native !== null) {
    return native(nameOf(placing), nativeAttributes(placing, filter), [x, filter])[0]
  }
  // The types of TensorFlow.js carry the rank, ours do not.
  const [image, kernel] = [x as tf.Tensor4D, filter as tf.Tensor4D]
  return depthwise
    ? tf.depthwiseConv2d(image, kernel, stride, padOf(pad, stride, filter))
    : tf.conv2d(image, kernel, stride, padOf(pad, stride, filter))
}

/** The gradients of `convolve` by what went in, of `dy` [B, h, w, out]. */
export function convolveBack(
  { x, filter, dy }: { x: tf.Tensor; filter: tf.Tensor; dy: tf.Tensor },
  placing: Placing,
  wantsInput: boolean,
): ConvolutionGradients {
  const native = nativeOps()
  if (native !== null) {
    const attributes = nativeAttributes(placing, filter)
    const sizes = (of: tf.Tensor) => tf.tensor1d(of.shape, 'int32')
    const run = (part: string, inputs: tf.Tensor[]) =>
      native(`${nameOf(placing)}Backprop${part}`, attributes, inputs)[0]
    return {
      x: wantsInput ? run('Input', [sizes(x), filter, dy]) : undefined,
      filter: run('Filter', [x, sizes(filter), dy]),
    }
  }
  return {
    x: wantsInput ? inputGradient({ x, filter, dy }, placing) : undefined,
    filter: filterGradient({ x, filter, dy }, placing),
  }
}

type Whole = { x: tf.Tensor; filter: tf.Tensor; dy: tf.Tensor }

function inputGradient({ x, filter, dy }: Whole, placing: Placing): tf.Tensor {
  const name = `${nameOf(placing)}BackpropInput`
  return runKernel(name, { dy, filter }, { ...attributesOf(placing, filter), inputShape: x.shape })
}

function filterGradient({ x, filter, dy }: Whole, placing: Placing): tf.Tensor {
  const name = `${nameOf(placing)}BackpropFilter`
  return runKernel(name, { x, dy }, { ...attributesOf(placing, filter), filterShape: filter.shape })
}

function nameOf({ depthwise }: Placing): string {
  return depthwise ? 'DepthwiseConv2dNative' : 'Conv2D'
}

function attributesOf({ stride, pad }: Placing, filter: tf.Tensor) {
  return {
    ...{ strides: [stride, stride], pad: padOf(pad, stride, filter), dilations: [1, 1] },
    dataFormat: 'NHWC',
  }
}

function nativeAttributes({ stride, pad }: Placing, filter: tf.Tensor): NativeAttributes {
  const place = padOf(pad, stride, filter)
  return {
    strides: [1, stride, stride, 1],
    padding: place === 'same' ? 'SAME' : place === 'valid' ? 'VALID' : 'EXPLICIT',
    ...(typeof place === 'number' && {
      explicit_paddings: [0, 0, pad, pad, pad, pad, 0, 0],
    }),
    data_format: 'NHWC',
    dilations: [1, 1, 1, 1],
  }
}

/** The words of TensorFlow where they mean the same: kernels are faster with them, and some know no numbers. */
function padOf(pad: number, stride: number, filter: tf.Tensor): 'same' | 'valid' | number {
  if (pad === 0) return 'valid'
  return stride === 1 && 2 * pad + 1 === filter.shape[0] ? 'same' : pad
}
