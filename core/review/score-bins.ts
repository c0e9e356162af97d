/** Some scores that lie close together: how many, and their mean. */
export type ScoreBin = { count: number; score: number }

/** Fine enough that a curve is straight within a bin. */
const BINS = 128

/**
 * Scores in bins of equal width, those without any left out: what sums over a curve are taken
 * from, so that a new curve for every class does not visit every picture again.
 */
export function binScores(scores: Float32Array): ScoreBin[] {
  let low = Infinity
  let high = -Infinity
  for (const score of scores) {
    if (score < low && score > -Infinity) low = score
    if (score > high) high = score
  }
  const counts = new Float64Array(BINS)
  const sums = new Float64Array(BINS)
  const perWidth = high > low ? BINS / (high - low) : 0
  for (const score of scores) {
    if (!(score >= low)) continue
    const bin = Math.min(BINS - 1, Math.floor((score - low) * perWidth))
    counts[bin] = (counts[bin] ?? 0) + 1
    sums[bin] = (sums[bin] ?? 0) + score
  }
  return Array.from(counts, (count, bin) => ({ count, score: (sums[bin] ?? 0) / count })).filter(
    ({ count }) => count > 0,
  )
}
