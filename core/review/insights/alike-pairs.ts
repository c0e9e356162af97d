import { packedCosine } from '../../kernel/packed/packed-rows'
import { differingBits, SIGNATURE_BITS, SIGNATURE_WORDS } from './sign-hash'

/** Tables in which like rows may meet. */
const TABLES = 24
/** Rows in a bucket, about; more tables of wider buckets miss fewer pairs. */
const ROWS_IN_BUCKET = 24
/** In a crowded bucket each row is compared with so many after it: all pairs would take forever. */
const MOST_COMPARED = 600
/** Standard deviations of differing bits that a like pair may be unlucky by. */
const PATIENCE = 4
/** Comparisons between two breaths. */
const COMPARED_AT_ONCE = 200_000

export interface AlikePair {
  readonly a: number
  readonly b: number
  readonly cosine: number
}

export interface AlikeRows {
  /** [*, dim] of unit length, packed. */
  readonly features: Int16Array
  readonly dim: number
  /** Those of them that take part; pairs name them by their place in here. */
  readonly rows: Uint32Array
  /** [rows, SIGNATURE_WORDS] */
  readonly signatures: Uint32Array
}

/**
 * Pairs of rows whose cosine is at least `limit`. Rows that share a part of their signature meet in
 * a bucket of one of the tables; whole signatures rule most out, and the rest is computed exactly.
 * Nearly equal rows meet almost surely: at 0.95 one pair in 10,000 is missed, at 0.9 one in 50.
 * Yields the share done.
 */
export function* alikePairSteps(
  { features, dim, rows, signatures }: AlikeRows,
  limit: number,
): Generator<number, AlikePair[]> {
  const most = mostDiffering(limit)
  const seen = new Set<number>()
  const pairs: AlikePair[] = []
  const { length } = rows
  let compared = 0
  for (let table = 0; table < TABLES; table++) {
    for (const bucket of buckets(signatures, length, table)) {
      for (let i = 0; i < bucket.length; i++) {
        const a = bucket[i] ?? 0
        const end = Math.min(bucket.length, i + 1 + MOST_COMPARED)
        for (let j = i + 1; j < end; j++) {
          const b = bucket[j] ?? 0
          if (differingBits(signatures, a, b, most) > most || seen.has(a * length + b)) continue
          seen.add(a * length + b)
          const cosine = packedCosine(features, dim, rows[a] ?? 0, rows[b] ?? 0)
          if (cosine >= limit) pairs.push({ a, b, cosine })
        }
        compared += end - i
        if (compared < COMPARED_AT_ONCE) continue
        compared = 0
        yield table / TABLES
      }
    }
    yield (table + 1) / TABLES
  }
  return pairs
}

/** Bits that signatures of rows at the limit may differ in. */
function mostDiffering(limit: number): number {
  const p = Math.acos(Math.min(1, limit)) / Math.PI
  return Math.ceil(SIGNATURE_BITS * p + PATIENCE * Math.sqrt(SIGNATURE_BITS * p * (1 - p)))
}

/** Rows by the key that they have in a table, each bucket ascending; single ones are left out. */
function* buckets(signatures: Uint32Array, rows: number, table: number): Generator<Uint32Array> {
  const bits = Math.max(1, Math.min(16, Math.ceil(Math.log2(Math.max(2, rows / ROWS_IN_BUCKET)))))
  const starts = new Uint32Array(2 ** bits + 1)
  const keys = Uint32Array.from({ length: rows }, (_, k) => keyOf(signatures, k, table, bits))
  for (const key of keys) starts[key + 1] = (starts[key + 1] ?? 0) + 1
  for (let key = 0; key < 2 ** bits; key++) {
    starts[key + 1] = (starts[key + 1] ?? 0) + (starts[key] ?? 0)
  }
  const filled = starts.slice(0, -1)
  const order = new Uint32Array(rows)
  keys.forEach((key, k) => {
    const place = filled[key] ?? 0
    order[place] = k
    filled[key] = place + 1
  })
  for (let key = 0; key < 2 ** bits; key++) {
    const bucket = order.subarray(starts[key] ?? 0, starts[key + 1] ?? 0)
    if (bucket.length > 1) yield bucket
  }
}

/** `bits` bits of a signature from bit 16 * table on; there are 384 of them for 24 tables. */
function keyOf(signatures: Uint32Array, row: number, table: number, bits: number): number {
  const word = signatures[row * SIGNATURE_WORDS + (table >>> 1)] ?? 0
  return (word >>> (16 * (table & 1))) & (2 ** bits - 1)
}
