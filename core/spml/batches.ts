import { RandomState } from '../kernel/rng'

/** Keeps the streams of neighbouring seeds apart. */
const SEED_STRIDE = 1_000_003

/**
 * The epoch's images in random order, cut into batches; the last one may be smaller. Every epoch has
 * its own generator, made from the seed and its number: a run that goes on from a checkpoint draws the
 * same batches without any generator having been stored.
 */
export function batchesOf(
  rows: Uint32Array,
  batch: number,
  seed: number,
  epoch: number,
): Uint32Array[] {
  const order = new RandomState((Math.imul(seed, SEED_STRIDE) + epoch) >>> 0).permutation(
    rows.length,
  )
  const shuffled = order.map((i) => rows[i] ?? 0)
  return chunks(shuffled, batch)
}

/** Consecutive pieces of at most `size`. */
export function chunks(rows: Uint32Array, size: number): Uint32Array[] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) =>
    rows.subarray(i * size, (i + 1) * size),
  )
}

/** Shorter rows are copied number by number: to cut a piece out of a table takes as long as so many. */
const SHORT = 64

/** The rows `rows` of a table [N * width], one after the other. */
export function gatherRows<T extends Float32Array | Int8Array | Uint8Array>(
  table: T,
  rows: Uint32Array,
  width: number,
  into: T,
): T {
  for (let i = 0; i < rows.length; i++) {
    const start = (rows[i] ?? 0) * width
    if (width > SHORT) into.set(table.subarray(start, start + width), i * width)
    else for (let k = 0; k < width; k++) into[i * width + k] = table[start + k] ?? 0
  }
  return into
}

/** Arrays one after the other. */
export function concat(arrays: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0))
  let done = 0
  for (const array of arrays) {
    whole.set(array, done)
    done += array.length
  }
  return whole
}
