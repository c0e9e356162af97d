import * as tf from '@tensorflow/tfjs-core'
import { ADAM_LANES, adamCode, adamConstants } from '../kernel/packed/adam-code'
import { placeOf, runOn, wasmBackend } from './wasm-memory'
import type { OwnCode } from './wasm-memory'

const NAME = 'AdamStep'

/** What one step of Adam multiplies with; `rest1` is 1 - beta1. */
export type AdamConstants = Readonly<Record<(typeof adamConstants)[number], number>>

/** The running means, a variable and its gradient, all of the same shape. */
export type AdamTensors = Readonly<Record<'first' | 'second' | 'weights' | 'gradient', tf.Tensor>>

/** Gives WASM a step of Adam in one go: as thirteen operations it takes longer than the gradients. */
export function stepAdamOnWasm(): void {
  let run: OwnCode | null = null
  tf.registerKernel({
    kernelName: NAME,
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend, attrs }) => {
      run ??= runOn(backend, adamCode())
      return step(inputs, backend, { ...attrs }, run)
    },
  })
}

/** The new first, second and weights; null where the backend or the size has no such step. */
export function adamInOneGo(tensors: AdamTensors, constants: AdamConstants): tf.Tensor[] | null {
  if (tf.getBackend() !== 'wasm' || tensors.weights.size < ADAM_LANES) return null
  return tf.engine().runKernel<tf.Tensor[]>(NAME, { ...tensors }, { ...constants })
}

function step(
  inputs: tf.NamedTensorInfoMap,
  backend: object,
  constants: Readonly<Record<string, unknown>>,
  run: OwnCode,
): tf.TensorInfo[] {
  const memory = wasmBackend(backend)
  const from = ['first', 'second', 'weights', 'gradient'].map((name) => inputs[name])
  const [shaped] = from
  if (shaped === undefined) throw new TypeError('A step of Adam has no numbers.')
  const table = memory.makeOutput([adamConstants.length], 'float32')
  memory.typedArrayFromHeap(table).set(adamConstants.map((name) => Number(constants[name])))
  const into = [0, 1, 2].map(() => memory.makeOutput(shaped.shape, 'float32'))
  const size = shaped.shape.reduce((product, length) => product * length, 1)
  const places = [...from, ...into].map((tensor) => (tensor ? placeOf(backend, tensor) : 0))
  const at = (start: number, rounds: number) => {
    run(...places.map((place) => place + 4 * start), placeOf(backend, table), rounds)
  }
  at(0, Math.floor(size / ADAM_LANES))
  // What is left is done with some of the last ones again: nothing is overwritten.
  if (size % ADAM_LANES !== 0) at(size - ADAM_LANES, 1)
  memory.disposeData(table.dataId)
  return into
}
