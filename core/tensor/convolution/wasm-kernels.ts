import * as tf from '@tensorflow/tfjs-core'
import { composedFilterGradient, composedInputGradient } from './composed-gradients'
import type { Around } from './composed-gradients'

let added = false

/**
 * Gives WASM the gradients of convolutions: of its own it has none by filters, none of depthwise ones, and
 * a naive loop for the one that it has.
 */
export function trainConvolutionsOnWasm(): void {
  if (added) return
  tf.unregisterKernel('Conv2DBackpropInput', 'wasm')
  for (const name of ['Conv2D', 'DepthwiseConv2dNative']) {
    const depthwise = name === 'DepthwiseConv2dNative'
    register(`${name}BackpropFilter`, ['x', 'dy'], (x, dy, attributes) => {
      const shape = sizesOf(attributes['filterShape'])
      return composedFilterGradient(x, dy, aroundOf(x.shape, shape, attributes, depthwise), shape)
    })
    register(`${name}BackpropInput`, ['filter', 'dy'], (filter, dy, attributes) => {
      const shape = sizesOf(attributes['inputShape'])
      return composedInputGradient(
        filter,
        dy,
        aroundOf(shape, filter.shape, attributes, depthwise),
        shape,
      )
    })
  }
  added = true
}

type Attributes = Readonly<Record<string, unknown>>

function register(
  kernelName: string,
  [first, second]: readonly [string, string],
  compute: (first: tf.Tensor, second: tf.Tensor, attributes: Attributes) => tf.Tensor,
): void {
  const kernelFunc: tf.KernelFunc = ({ inputs, attrs }) =>
    tf.tidy(() => compute(asTensor(inputs[first]), asTensor(inputs[second]), { ...attrs }))
  tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc })
}

function aroundOf(
  input: readonly number[],
  filter: readonly number[],
  { strides, pad, dimRoundingMode }: Attributes,
  depthwise: boolean,
): Around {
  // What the functions of TensorFlow.js hand to a kernel; its type does not say so.
  const { strideHeight, strideWidth, padInfo } = tf.backend_util.computeConv2DInfo(
    input as [number, number, number, number],
    filter as [number, number, number, number],
    strides as [number, number],
    1,
    pad as 'same' | 'valid' | number,
    dimRoundingMode as 'floor' | undefined,
    depthwise,
  )
  if (strideHeight !== strideWidth) throw new RangeError('The strides are not the same.')
  return { ...padInfo, stride: strideHeight, depthwise }
}

function sizesOf(shape: unknown): number[] {
  return Array.isArray(shape) ? shape.map(Number) : []
}

/** The engine hands its tensors themselves to a kernel. */
function asTensor(info: tf.TensorInfo | undefined): tf.Tensor {
  // Only the number of its dimensions is lost to `instanceof`.
  if (info instanceof tf.Tensor) return info as tf.Tensor
  throw new TypeError('A kernel was called with something that is no tensor.')
}
