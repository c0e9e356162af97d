import type { MethodState, Numbers } from '../method'

/** Share of the running mean that a batch leaves as it was. */
const MEMORY = 0.99

/** State `rewards`: sum and weight of a moving average, so that it needs no time to begin. */
export function beginRewards(): MethodState {
  return { rewards: new Float32Array(2) }
}

/**
 * Of the places that a method would take for present, those whose reward is at least the running mean
 * over all such places, this batch included (SemiReward keeps what is above the batch's mean). A reward
 * that is no number is not accepted and does not count.
 */
export function filterByReward(
  places: readonly number[],
  reward: Numbers,
  { rewards = new Float32Array(2) }: MethodState,
): { accepted: number[]; state: MethodState } {
  const rated = places.filter((i) => Number.isFinite(reward[i]))
  if (rated.length === 0) return { accepted: [], state: { rewards } }
  const mean = rated.reduce((sum, i) => sum + (reward[i] ?? 0), 0) / rated.length
  const [sum = 0, weight = 0] = rewards
  const next = Float32Array.of(MEMORY * sum + (1 - MEMORY) * mean, MEMORY * weight + (1 - MEMORY))
  const bar = (MEMORY * sum + (1 - MEMORY) * mean) / (MEMORY * weight + (1 - MEMORY))
  return { accepted: rated.filter((i) => (reward[i] ?? 0) >= bar), state: { rewards: next } }
}
