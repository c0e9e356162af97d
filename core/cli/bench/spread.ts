/** Mean, standard deviation (of a sample) and number of values. */
export interface Spread {
  readonly mean: number
  readonly sd: number
  readonly n: number
}

/** null when no value is there. */
export function spreadOf(values: readonly (number | null)[]): Spread | null {
  const there = values.filter((value) => value !== null)
  const n = there.length
  if (n === 0) return null
  const mean = there.reduce((sum, value) => sum + value, 0) / n
  const squares = there.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : 0, n }
}
