/** A range and its middle; `level` of the functions here is the probability that it holds the truth. */
export type Range = { low: number; mid: number; high: number }

const NINETY_PERCENT = 1.6448536269514722

/**
 * Wilson's interval for a share, at 90 % unless told.
 * @param hits may be fractional (an expected number). @param trials above 0, else 0..1 comes back.
 */
export function wilson(hits: number, trials: number, z = NINETY_PERCENT): Range {
  if (trials <= 0) return { low: 0, mid: 0.5, high: 1 }
  const share = hits / trials
  const bent = (z * z) / trials
  const centre = (share + bent / 2) / (1 + bent)
  const half = (z * Math.sqrt((share * (1 - share)) / trials + bent / (4 * trials))) / (1 + bent)
  return { low: Math.max(0, centre - half), mid: share, high: Math.min(1, centre + half) }
}

/**
 * The interval of a positive quantity known with a standard deviation, symmetric in its logarithm, so
 * that it never reaches below 0; at 90 % unless told.
 */
export function positiveRange(mean: number, deviation: number, z = NINETY_PERCENT): Range {
  if (mean <= 0) return { low: 0, mid: 0, high: z * deviation }
  const spread = Math.sqrt(Math.log1p((deviation / mean) ** 2))
  return { low: mean * Math.exp(-z * spread), mid: mean, high: mean * Math.exp(z * spread) }
}

/** The logistic function. */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}
