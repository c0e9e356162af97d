import { ROUND, rowsTimesVectorCode } from './rows-times-vector-code'

/** What one unit of a stored number is worth: entries of rows of length 1 are at most 1. */
export const PACKED_UNIT = 1 / 32767

const PAGE = 65536
/** What addresses of 32 bits reach. */
const MOST_BYTES = 2 ** 32 - PAGE

/** WebAssembly as far as it is used here; the types of Node do not name it. */
declare const WebAssembly: {
  Memory: new (limits: { initial: number; maximum: number; shared: true }) => {
    readonly buffer: SharedArrayBuffer
  }
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { readonly exports: object }
}

type Run = (from: number, vector: number, out: number, rows: number, rounds: number) => void

/**
 * Rows of length 1 as 16-bit numbers on shared memory: half of what floats take, and an error of a
 * hundred-thousandth in a product of two rows, far below what a score means.
 */
export class PackedRows {
  readonly rows: number
  readonly dim: number
  /** Numbers from one row to the next; those beyond `dim` are 0. */
  readonly stride: number
  /** [rows, stride] */
  readonly values: Int16Array<SharedArrayBuffer>
  readonly #vector: Float32Array
  readonly #out: Float32Array
  /** null where the rows are too many for one memory. */
  readonly #run: Run | null

  constructor(rows: number, dim: number) {
    this.rows = rows
    this.dim = dim
    this.stride = Math.max(1, Math.ceil(dim / ROUND)) * ROUND
    const vectorAt = 2 * rows * this.stride
    const outAt = vectorAt + 4 * this.stride
    const { buffer, run } = allocate(outAt + 4 * rows)
    this.values = new Int16Array(buffer, 0, rows * this.stride)
    this.#vector = new Float32Array(buffer, vectorAt, this.stride)
    this.#out = new Float32Array(buffer, outAt, rows)
    this.#run = run
  }

  /** Takes a row of length 1 (or all zero) from `from`. */
  set(row: number, from: Float32Array, at: number): void {
    const start = row * this.stride
    for (let k = 0; k < this.dim; k++) {
      this.values[start + k] = Math.round((from[at + k] ?? 0) / PACKED_UNIT)
    }
  }

  /** Writes a row as floats. */
  unpack(row: number, out: Float32Array, at: number): void {
    const start = row * this.stride
    for (let k = 0; k < this.dim; k++) out[at + k] = (this.values[start + k] ?? 0) * PACKED_UNIT
  }

  /** The inner product of a row with `vector` [dim]. */
  dot(row: number, vector: Float32Array): number {
    const { values, dim } = this
    const start = row * this.stride
    let even = 0
    let odd = 0
    for (let k = 0; k < dim; k += 2) {
      even += (values[start + k] ?? 0) * (vector[k] ?? 0)
      odd += (values[start + k + 1] ?? 0) * (vector[k + 1] ?? 0)
    }
    // Of an odd length the last number beyond the vector is a product of nothing.
    return (even + odd) * PACKED_UNIT
  }

  /** to += factor * row. */
  addTo(to: Float64Array, row: number, factor: number): void {
    const start = row * this.stride
    const scaled = factor * PACKED_UNIT
    for (let k = 0; k < this.dim; k++) {
      to[k] = (to[k] ?? 0) + scaled * (this.values[start + k] ?? 0)
    }
  }

  /** The product of every row with `vector` [dim], into `out` [rows]. */
  times(vector: Float32Array, out: Float32Array): void {
    if (this.#run === null) {
      for (let row = 0; row < this.rows; row++) out[row] = this.dot(row, vector)
      return
    }
    this.#vector.set(vector)
    const { byteOffset: vectorAt } = this.#vector
    this.#run(0, vectorAt, this.#out.byteOffset, this.rows, this.stride / ROUND)
    for (let row = 0; row < this.rows; row++) out[row] = (this.#out[row] ?? 0) * PACKED_UNIT
  }
}

/** Cosine of two rows of `values`, `stride` numbers each, as `PackedRows` stores them. */
export function packedCosine(values: Int16Array, stride: number, a: number, b: number): number {
  let even = 0
  let odd = 0
  const from = a * stride
  const other = b * stride
  for (let k = 0; k < stride; k += 2) {
    even += (values[from + k] ?? 0) * (values[other + k] ?? 0)
    odd += (values[from + k + 1] ?? 0) * (values[other + k + 1] ?? 0)
  }
  return (even + odd) * PACKED_UNIT * PACKED_UNIT
}

function allocate(bytes: number): { buffer: SharedArrayBuffer; run: Run | null } {
  if (bytes > MOST_BYTES) return { buffer: new SharedArrayBuffer(bytes), run: null }
  const pages = Math.ceil(bytes / PAGE)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  const module = new WebAssembly.Module(rowsTimesVectorCode(pages))
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  // What the module exports is written in rows-times-vector-code.ts.
  const { run } = exports as { run: Run }
  return { buffer: memory.buffer, run }
}
