import type { Range } from './statistics'

/** Halvings until a share is known to 12 digits. */
const HALVINGS = 40

/**
 * Clopper and Pearson's exact interval for a share seen in a random sample, at 90 % unless told.
 * @param hits whole, 0..trials. @param trials above 0, else 0..1 comes back.
 */
export function clopperPearson(hits: number, trials: number, level = 0.9): Range {
  if (trials <= 0) return { low: 0, mid: 0.5, high: 1 }
  const tail = (1 - level) / 2
  return {
    low: hits === 0 ? 0 : solve((share) => 1 - atMost(hits - 1, trials, share) < tail),
    mid: hits / trials,
    high: hits === trials ? 1 : solve((share) => atMost(hits, trials, share) > tail),
  }
}

/** The largest share for which the condition, true for small ones only, still holds. */
function solve(holds: (share: number) => boolean): number {
  let low = 0
  let high = 1
  for (let step = 0; step < HALVINGS; step++) {
    const share = (low + high) / 2
    if (holds(share)) low = share
    else high = share
  }
  return (low + high) / 2
}

/** The probability of at most `hits` among `trials`. */
function atMost(hits: number, trials: number, share: number): number {
  const [yes, no] = [Math.log(share), Math.log1p(-share)]
  let choose = 0
  let sum = 0
  for (let k = 0; k <= hits; k++) {
    sum += Math.exp(choose + k * yes + (trials - k) * no)
    choose += Math.log((trials - k) / (k + 1))
  }
  return Math.min(1, sum)
}
