/** The value below which a share of the others lies; 0 without any. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Mean and sample deviation; null of what too few values do not tell. */
export function meanAndDeviation(values: readonly number[]) {
  const middle = mean(values)
  const n = values.length
  if (middle === null || n < 2) return { mean: middle, sd: null, n }
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0)
  return { mean: middle, sd: Math.sqrt(squares / (n - 1)), n }
}
