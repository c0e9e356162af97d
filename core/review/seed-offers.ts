import { UNKNOWN, PRESENT } from './label-state'

/** Share of an image's positive scores that its best class must have to be offered. */
const SURE_ENOUGH = 0.5

/**
 * The class to offer as an image's seed, where one stands out: it holds at least half of the
 * positive scores. Images that have a present label, and unclear ones, get no offer.
 * @param states, scores [count, classCount].
 */
export function seedOffers(
  images: readonly number[],
  states: Int8Array,
  scores: Float32Array,
  classCount: number,
): { image: number; class: number }[] {
  return images.flatMap((image) => {
    const start = image * classCount
    const own = states.subarray(start, start + classCount)
    if (own.includes(PRESENT)) return []
    const best = standingOut(own, scores.subarray(start, start + classCount))
    return best === null ? [] : [{ image, class: best }]
  })
}

function standingOut(states: Int8Array, scores: Float32Array): number | null {
  let best = -1
  let sum = 0
  scores.forEach((score, c) => {
    if (states[c] !== UNKNOWN || score <= 0) return
    sum += score
    if (best < 0 || score > (scores[best] ?? 0)) best = c
  })
  return best >= 0 && (scores[best] ?? 0) >= SURE_ENOUGH * sum ? best : null
}
