import type * as tf from '@tensorflow/tfjs-core'

/** WebAssembly as far as it is used here; the types of Node do not name it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { readonly exports: object }
}

/** What TensorFlow.js's backend for WASM shows of its memory. */
type WasmBackend = tf.KernelBackend & {
  makeOutput: (shape: readonly number[], dtype: 'float32') => tf.TensorInfo
  getMemoryOffset: (dataId: object) => number
  typedArrayFromHeap: (tensor: tf.TensorInfo) => Float32Array
  incRef: (dataId: object) => void
  wasm: { asm: { memory: object } }
}

/** A function of numbers, most of them places in memory. */
export type OwnCode = (...places: number[]) => void

/** What kernels get for their backend is one; their type does not say so. */
export function wasmBackend(backend: object): WasmBackend {
  return backend as WasmBackend
}

/** Makes code of our own (`kernel/packed`) work on the memory in which the backend's tensors lie. */
export function runOn(backend: object, code: Uint8Array): OwnCode {
  const { memory } = wasmBackend(backend).wasm.asm
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } })
  // All of our code exports one function by this name.
  return (exports as { run: OwnCode }).run
}

/** Place of a tensor's numbers in memory, in bytes. */
export function placeOf(backend: object, { dataId }: tf.TensorInfo): number {
  return wasmBackend(backend).getMemoryOffset(dataId)
}
