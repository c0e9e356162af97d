import type * as tf from '@tensorflow/tfjs-core'
import { columnGroups, MOST_ROWS, stridedProductCode } from '../kernel/packed/strided-product-code'
import type { StridedProduct } from '../kernel/packed/strided-product-code'
import { placeOf, runOn, wasmBackend } from './wasm-memory'
import type { OwnCode } from './wasm-memory'

/** Steps whose rows stay in the nearest cache. */
const BLOCK = 128
/** With more columns it pays to pack the matrices first, as the stock kernel does. */
const [FEWEST_COLUMNS, MOST_COLUMNS] = [4, 128]

type Sides = { a: tf.TensorInfo; b: tf.TensorInfo; transposeA: boolean }

/** Products with few columns on WASM, a left matrix that lies transposed among them: what heads are. */
export class ThinProducts {
  private readonly codes = new Map<string, OwnCode>()

  /** a * b, or a' * b; null where that is none of these. */
  multiply({ a, b, transposeA }: Sides, backend: object): tf.TensorInfo | null {
    const [inner = 0, width = 0] = b.shape.slice(-2)
    const isFloat = a.dtype === 'float32' && b.dtype === 'float32'
    if (!isFloat || width < FEWEST_COLUMNS || width > MOST_COLUMNS || inner === 0) return null
    const [first = 0, second = 0] = a.shape.slice(-2)
    const rows = transposeA ? second : first
    const memory = wasmBackend(backend)
    const { shape: longer } = a.shape.length < b.shape.length ? b : a
    const out = memory.makeOutput([...longer.slice(0, -2), rows, width], 'float32')
    memory.typedArrayFromHeap(out).fill(0)
    const [rowStride, columnStride] = transposeA ? [1, second] : [second, 1]
    const places = [a, b, out].map((tensor) => placeOf(backend, tensor))
    const [left = 0, right = 0, into = 0] = places
    for (let step = 0; step < inner; step += BLOCK) {
      for (const { start, offsets } of columnGroups(width)) {
        const add = (height: number, row: number, tiles: number) => {
          const product = { rowStride, columnStride, width, offsets, rows: height }
          this.code(product, backend)(
            left + 4 * (row * rowStride + step * columnStride),
            right + 4 * (step * width + start),
            into + 4 * (row * width + start),
            tiles,
            Math.min(BLOCK, inner - step),
          )
        }
        const rest = rows % MOST_ROWS
        add(MOST_ROWS, 0, (rows - rest) / MOST_ROWS)
        if (rest > 0) add(rest, rows - rest, 1)
      }
    }
    return out
  }

  private code(product: StridedProduct, backend: object): OwnCode {
    const { rowStride, columnStride, width, offsets, rows } = product
    const key = [rowStride, columnStride, width, offsets.join(), rows].join('/')
    const known = this.codes.get(key) ?? runOn(backend, stridedProductCode(product))
    this.codes.set(key, known)
    return known
  }
}
