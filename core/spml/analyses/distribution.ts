import { sigmoid } from '../../kernel/statistics'

/** Fine bins of the probabilities: what is drawn is smoothed over several of them. */
const BINS = 500
/** Points of a drawn density, from 0 to 1. */
const POINTS = 101
/** Narrower than this, a density is a needle that hides all others. */
const NARROWEST = 0.02
/** Entries between two breaths: a few milliseconds. */
const SLICE = 100_000

/** How often each bin of [0, 1] was hit, and what the values add up to. */
export type Histogram = { bins: Float64Array; count: number; sum: number }

/** A group of entries whose predictions are looked at. */
export type Group = { name: string; has: (entry: number) => boolean }

/**
 * Histograms of the predicted probabilities of some groups.
 * @param logits [N * C]; what is no number does not count. @param entries of the logits that count, each may be in any number of groups.
 * @param breathe is waited for between slices of work; whoever wants to stop throws there.
 */
export async function histogramsOf(
  logits: Float32Array,
  entries: { first: number; step: number },
  groups: readonly Group[],
  breathe: () => Promise<void>,
): Promise<Histogram[]> {
  const found = groups.map(() => ({ bins: new Float64Array(BINS), count: 0, sum: 0 }))
  let seen = 0
  for (let i = entries.first; i < logits.length; i += entries.step) {
    if (++seen % SLICE === 0) await breathe()
    const p = sigmoid(logits[i] ?? 0)
    if (Number.isNaN(p)) continue
    groups.forEach(({ has }, g) => {
      const histogram = found[g]
      if (histogram && has(i)) add(histogram, p)
    })
  }
  return found
}

function add(histogram: Histogram, p: number): void {
  const bin = Math.min(BINS - 1, Math.floor(p * BINS))
  histogram.bins[bin] = (histogram.bins[bin] ?? 0) + 1
  histogram.count++
  histogram.sum += p
}

/**
 * Gaussian kernel density at 101 points of [0, 1], bandwidth by Silverman's rule but never below 0.02;
 * what would leak out at 0 and 1 is reflected, so that the area is 1.
 */
export function density({ bins, count, sum }: Histogram): { x: number[]; y: number[] } {
  const x = Array.from({ length: POINTS }, (_, i) => i / (POINTS - 1))
  if (count === 0) return { x: [], y: [] }
  const width = bandwidth(bins, count, sum / count)
  const scale = 1 / (count * width * Math.sqrt(2 * Math.PI))
  const kernel = (distance: number) => Math.exp(-0.5 * (distance / width) ** 2)
  const y = x.map((here) => {
    let total = 0
    bins.forEach((hits, bin) => {
      if (hits === 0) return
      const p = (bin + 0.5) / BINS
      total += hits * (kernel(here - p) + kernel(here + p) + kernel(2 - here - p))
    })
    return total * scale
  })
  return { x, y }
}

function bandwidth(bins: Float64Array, count: number, mean: number): number {
  let squares = 0
  bins.forEach((hits, bin) => {
    squares += hits * ((bin + 0.5) / BINS - mean) ** 2
  })
  const silverman = 1.06 * Math.sqrt(squares / count) * count ** -0.2
  return Math.max(NARROWEST, silverman)
}
