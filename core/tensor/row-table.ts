import * as tf from '@tensorflow/tfjs-core'
import { wasmBackend } from './wasm-memory'

/** Rows of numbers where the device reads them. Holds memory until `dispose`. */
export type RowTable = {
  /** [rows.length, ...] of the rows of these numbers. */
  gather: (rows: Uint32Array) => tf.Tensor
  dispose: () => void
}

/** What every adapter of WebGPU lets one shader see at once, in numbers. */
const MOST_ON_WEBGPU = 2 ** 25

/** How many numbers a table may have, for the device in use. */
export function mostInTable(): number {
  return tf.getBackend() === 'webgpu' ? MOST_ON_WEBGPU : Number.POSITIVE_INFINITY
}

/**
 * A table of `shape` [N, ...] on the device in use. Devices with memory or threads of their own hold it
 * and gather its rows themselves; for WASM it stays outside of its small memory, and only the rows that
 * are asked for are copied in. The numbers must not change any more.
 */
export function rowTable(numbers: Float32Array, shape: readonly number[]): RowTable {
  const [, ...rest] = shape
  const size = rest.reduce((product, length) => product * length, 1)
  if (tf.getBackend() === 'wasm') {
    const gather = (rows: Uint32Array) => copyIn(numbers, rows, size, rest)
    return { gather, dispose: () => undefined }
  }
  const table = tf.tidy(() => tf.keep(tf.tensor(numbers, [shape[0] ?? 0, size])))
  return {
    gather: (rows) =>
      tf.tidy(() =>
        tf.reshape(tf.gather(table, tf.tensor1d(Int32Array.from(rows), 'int32')), [
          rows.length,
          ...rest,
        ]),
      ),
    dispose: () => {
      table.dispose()
    },
  }
}

function copyIn(
  numbers: Float32Array,
  rows: Uint32Array,
  size: number,
  rest: readonly number[],
): tf.Tensor {
  const memory = wasmBackend(tf.backend())
  const made = memory.makeOutput([rows.length, ...rest], 'float32')
  const into = memory.typedArrayFromHeap(made)
  rows.forEach((row, i) => {
    into.set(numbers.subarray(row * size, (row + 1) * size), i * size)
  })
  return tf.engine().makeTensorFromTensorInfo(made)
}
