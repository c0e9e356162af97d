import { addScaled, dot } from '../../kernel/dot'
import type { Numbers } from '../method'

/**
 * Two views each of a number of entries: `vectors` [entries, 2, E] of unit length, and a label per entry,
 * 0 where there is none. Places count views.
 */
export type Entries = { vectors: Numbers; labels: Numbers; width: number }

/** Views from `from` to before `to`. */
export type Range = { from: number; to: number }

/** exp((x x' - 1) / temperature) of all views with each other [2 * entries, 2 * entries]. */
export type Powers = Float64Array

/** Brings the powers of entries with a label up to date where views of the range have changed. */
export function updatePowers(
  powers: Powers,
  { vectors, labels, width }: Entries,
  temperature: number,
  { from, to }: Range,
): void {
  const views = vectors.length / width
  const live = liveViews(labels)
  for (const i of live) {
    if (i < from || i >= to) continue
    for (const j of live) {
      const similarity = dot(vectors, i * width, vectors, j * width, width)
      const power = Math.exp((similarity - 1) / temperature)
      powers[i * views + j] = power
      powers[j * views + i] = power
    }
  }
}

/**
 * Supervised contrast (Khosla et al., NeurIPS 2020): every view is drawn to the views of its own label and
 * away from all others. Mean over views i of -1/|P| sum over P (S_ij - ln sum over k != i of exp S_ik), with
 * S = x x' / temperature and P the other views of its label. The gradient [count, E] is that by the views
 * of the `fresh` range.
 */
export function supervisedContrast(
  entries: Entries,
  powers: Powers,
  temperature: number,
  fresh: Range,
): { loss: number; grad: Float64Array } {
  const { vectors, labels, width } = entries
  const live = liveViews(labels)
  const crowds = crowdsOf(entries, live)
  const sums = sumsOfOthers(powers, live, vectors.length / width)
  let loss = 0
  for (const i of live) {
    const { sum, count } = crowds[i >> 1] ?? NOBODY
    const own = dot(vectors, i * width, vectors, i * width, width)
    const drawn = (dot(vectors, i * width, sum, 0, width) - own) / (count - 1)
    loss += (Math.log(sums[i] ?? 1) + (1 - drawn) / temperature) / live.length
  }
  const grad = new Float64Array((fresh.to - fresh.from) * width)
  const scale = 1 / (live.length * temperature)
  for (let i = fresh.from; i < fresh.to; i++) {
    const { count } = crowds[i >> 1] ?? NOBODY
    for (const j of live) {
      if (j === i) continue
      const power = powers[i * sums.length + j] ?? 0
      const pull = labels[j >> 1] === labels[i >> 1] ? 2 / (count - 1) : 0
      const slope = power / (sums[i] ?? 1) + power / (sums[j] ?? 1) - pull
      addScaled(grad, (i - fresh.from) * width, vectors, j * width, scale * slope, width)
    }
  }
  return { loss, grad }
}

function liveViews(labels: Numbers): number[] {
  const views: number[] = []
  labels.forEach((label, entry) => {
    if (label !== 0) views.push(2 * entry, 2 * entry + 1)
  })
  return views
}

/** All views of a label: their sum [E] and number. */
type Crowd = { sum: Float64Array; count: number }

const NOBODY: Crowd = { sum: new Float64Array(0), count: 0 }

/** The crowd that each entry belongs to. */
function crowdsOf({ vectors, labels, width }: Entries, live: readonly number[]): Crowd[] {
  const crowds = new Map<number, Crowd>()
  for (const i of live) {
    const label = labels[i >> 1] ?? 0
    const crowd = crowds.get(label) ?? { sum: new Float64Array(width), count: 0 }
    addScaled(crowd.sum, 0, vectors, i * width, 1, width)
    crowds.set(label, { ...crowd, count: crowd.count + 1 })
  }
  return Array.from(labels, (label) => crowds.get(label) ?? NOBODY)
}

/** Of every view the sum of its powers with all others [views]. */
function sumsOfOthers(powers: Powers, live: readonly number[], views: number): Float64Array {
  const sums = new Float64Array(views)
  for (const i of live) {
    let sum = 0
    for (const j of live) if (j !== i) sum += powers[i * views + j] ?? 0
    sums[i] = sum
  }
  return sums
}
