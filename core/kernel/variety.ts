import { dot } from './dot'
import type { RandomState } from './rng'

/** Rows that are compared with each pick; more are thinned out at random first. */
const SAMPLE = 4096

/**
 * An order that shows variety first: each next row is the one least like all before it
 * (farthest-first by cosine), for the first `picks` rows; the rest follow at random. Of very many
 * rows a random sample takes part, so that a hundred thousand cost no more than a few thousand.
 * @param features [rows, dim], rows of length 1.
 * @returns every row once, [rows].
 */
export function varietyOrder(
  features: Float32Array,
  dim: number,
  rng: RandomState,
  picks = 256,
): Uint32Array {
  const rows = dim === 0 ? 0 : Math.floor(features.length / dim)
  const order = rng.permutation(rows)
  const sample = Math.min(rows, SAMPLE)
  const nearest = new Float64Array(sample).fill(-Infinity)
  for (let at = 0; at < Math.min(picks, sample); at++) {
    if (at > 0) swap(order, nearest, at, leastSeen(nearest, at))
    const start = (order[at] ?? 0) * dim
    for (let k = at + 1; k < sample; k++) {
      const likeness = dot(features, start, features, (order[k] ?? 0) * dim, dim)
      nearest[k] = Math.max(nearest[k] ?? 0, likeness)
    }
  }
  return order
}

function leastSeen(nearest: Float64Array, from: number): number {
  let best = from
  for (let k = from + 1; k < nearest.length; k++) {
    if ((nearest[k] ?? 0) < (nearest[best] ?? 0)) best = k
  }
  return best
}

function swap(order: Uint32Array, nearest: Float64Array, i: number, j: number) {
  const row = order[i] ?? 0
  order[i] = order[j] ?? 0
  order[j] = row
  const likeness = nearest[i] ?? 0
  nearest[i] = nearest[j] ?? 0
  nearest[j] = likeness
}
