import type { RandomState } from './rng'
import { rowsTimesVector } from './rows-times-vector'

/** Rows that are compared with each pick; more are thinned out at random first. */
const SAMPLE = 4096

/**
 * An order that shows variety first: each next row is the one least like all before it
 * (farthest-first by cosine), for the first `picks` rows; the rest follow at random. Of very many
 * rows a random sample takes part, so that a hundred thousand cost no more than a few thousand.
 * A generator: it yields after every pick, so that whoever drives it can do something else.
 * @param readRow writes a row [dim] of length 1 into `out` from `at` on.
 * @returns every row once, [rows].
 */
export function* varietySteps(
  rows: number,
  dim: number,
  readRow: (row: number, out: Float32Array, at: number) => void,
  rng: RandomState,
  picks = 256,
): Generator<void, Uint32Array> {
  const order = rng.permutation(rows)
  const size = Math.min(rows, SAMPLE)
  const sample = new Float32Array(size * dim)
  for (let k = 0; k < size; k++) readRow(order[k] ?? 0, sample, k * dim)
  const picked = new Set<number>()
  const nearest = new Float32Array(size).fill(-Infinity)
  const likeness = new Float32Array(size)
  for (let pick = 0; picked.size < Math.min(picks, size); pick = leastSeen(nearest)) {
    picked.add(pick)
    rowsTimesVector(sample, size, sample.subarray(pick * dim, (pick + 1) * dim), likeness)
    for (let k = 0; k < size; k++) nearest[k] = Math.max(nearest[k] ?? 0, likeness[k] ?? 0)
    nearest[pick] = Infinity
    yield
  }
  return pickedFirst(order, picked)
}

function leastSeen(nearest: Float32Array): number {
  let best = 0
  for (let k = 1; k < nearest.length; k++) {
    if ((nearest[k] ?? 0) < (nearest[best] ?? 0)) best = k
  }
  return best
}

function pickedFirst(order: Uint32Array, picked: ReadonlySet<number>): Uint32Array {
  const first = Uint32Array.from(picked, (k) => order[k] ?? 0)
  const rest = order.filter((_, k) => !picked.has(k))
  const all = new Uint32Array(order.length)
  all.set(first)
  all.set(rest, first.length)
  return all
}
