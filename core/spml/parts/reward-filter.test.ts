import { describe, expect, it } from 'vitest'
import { beginRewards, filterByReward } from './reward-filter'

describe('the filter by reward', () => {
  it('keeps what is at or above the mean of the first batch', () => {
    const reward = Float64Array.of(0.2, 0.9, 0.4, 0.5)
    expect(filterByReward([0, 2, 3], reward, beginRewards()).accepted).toEqual([2, 3])
  })

  it('remembers what rewards usually are', () => {
    const first = filterByReward([0], Float64Array.of(0.8), beginRewards())
    expect(first.accepted).toEqual([0])
    const second = filterByReward([0, 1], Float64Array.of(0.5, 0.7), first.state)
    expect(second.accepted).toEqual([1])
    const third = filterByReward([0], Float64Array.of(0.6), second.state)
    expect(third.accepted).toEqual([])
  })

  it('neither accepts nor remembers a reward that is no number', () => {
    const begun = beginRewards()
    const { accepted, state } = filterByReward([0, 1], Float64Array.of(Number.NaN, 0.5), begun)
    expect(accepted).toEqual([1])
    expect([...(state['rewards'] ?? [])].every(Number.isFinite)).toBe(true)
    expect(filterByReward([0], Float64Array.of(Number.NaN), begun).state).toEqual(begun)
  })
})
