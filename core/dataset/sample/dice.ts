import { RandomState } from '../../kernel/rng'

/** Everything by chance in a picture comes from one of these, so that a seed gives one picture. */
export class Dice {
  private readonly random: RandomState

  constructor(seed: number) {
    this.random = new RandomState(seed)
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.random.uniform()
  }

  /** A whole number, both ends included. */
  whole(low: number, high: number): number {
    return low + this.random.interval(high - low)
  }

  chance(probability: number): boolean {
    return this.random.uniform() < probability
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.random.interval(choices.length - 1)] ?? choices[0]
  }

  /** Some of the keys, each at most once, the heavy ones more often. */
  weighted<K extends string>(weights: ReadonlyMap<K, number>, count: number): K[] {
    const left = new Map(weights)
    const drawn: K[] = []
    while (drawn.length < count && left.size > 0) {
      const key = this.weightedOne(left)
      if (key === null) break
      drawn.push(key)
      left.delete(key)
    }
    return drawn
  }

  private weightedOne<K extends string>(weights: ReadonlyMap<K, number>): K | null {
    let rest = this.between(
      0,
      [...weights.values()].reduce((sum, weight) => sum + weight, 0),
    )
    for (const [key, weight] of weights) {
      rest -= weight
      if (rest < 0) return key
    }
    return null
  }
}
