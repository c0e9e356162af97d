import * as tf from '@tensorflow/tfjs-core'
import { ThinProducts } from './thin-products'

let replaced = false

/**
 * Makes products with few columns and transposed ones fast on WASM, those inside of gradients and of the
 * layers of TensorFlow.js too: its own kernel packs the matrices first, and takes a naive loop for
 * transposed ones, up to thirty times slower than to transpose first. Stacks of several matrices stay
 * with that kernel.
 */
export function multiplyFastOnWasm(): void {
  if (replaced) return
  const stock = tf.getKernel('BatchMatMul', 'wasm')
  tf.unregisterKernel('BatchMatMul', 'wasm')
  tf.registerKernel({ ...stock, kernelFunc: fastKernel(stock.kernelFunc) })
  replaced = true
}

function fastKernel(stock: tf.KernelFunc): tf.KernelFunc {
  const thin = new ThinProducts()
  return ({ inputs, backend, attrs }) => {
    const { a, b } = inputs
    const { transposeA, transposeB } = { transposeA: false, transposeB: false, ...attrs }
    const isPlain = !transposeA && !transposeB
    const isStack = !a || !b || !isOneMatrix(a) || !isOneMatrix(b)
    const few = isStack || transposeB ? null : thin.multiply({ a, b, transposeA }, backend)
    if (few !== null) return few
    if (isStack || isPlain) {
      return stock({ inputs, backend, ...(attrs && { attrs }) })
    }
    const plain = { transposeA: false, transposeB: false }
    const multiply = (left: tf.TensorInfo, right: tf.TensorInfo) =>
      only(stock({ inputs: { a: left, b: right }, backend, attrs: plain }))
    // a' b = (b' a)': the two small matrices are turned and not the large one.
    if (transposeA && !transposeB && sizeOf(a) > sizeOf(b)) {
      const turned = transpose(b, backend)
      const product = multiply(turned, a)
      const result = transpose(product, backend)
      for (const used of [turned, product]) dispose(used, backend)
      return result
    }
    const left = transposeA ? transpose(a, backend) : a
    const right = transposeB ? transpose(b, backend) : b
    const result = multiply(left, right)
    if (transposeA) dispose(left, backend)
    if (transposeB) dispose(right, backend)
    return result
  }
}

function transpose(x: tf.TensorInfo, backend: object): tf.TensorInfo {
  const { length: rank } = x.shape
  const perm = [...Array(rank - 2).keys(), rank - 1, rank - 2]
  return only(
    tf.getKernel('Transpose', 'wasm').kernelFunc({ inputs: { x }, backend, attrs: { perm } }),
  )
}

/** Gives memory back that only a kernel knew of. */
function dispose({ dataId }: tf.TensorInfo, backend: object): void {
  // What kernels get for their backend is one; their type does not say so.
  const memory = backend as tf.KernelBackend
  memory.disposeData(dataId)
}

function only(result: tf.TensorInfo | tf.TensorInfo[]): tf.TensorInfo {
  const first = Array.isArray(result) ? result[0] : result
  if (first === undefined) throw new Error('The kernel gave no tensor.')
  return first
}

function isOneMatrix({ shape }: tf.TensorInfo): boolean {
  return shape.slice(0, -2).every((size) => size === 1)
}

function sizeOf({ shape }: tf.TensorInfo): number {
  return shape.reduce((product, size) => product * size, 1)
}
