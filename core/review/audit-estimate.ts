import { clopperPearson } from '../kernel/binomial'
import type { Range } from '../kernel/statistics'

/** One part of what nobody had decided, and what a random sample of it turned out to be. */
export type AuditStratum = {
  /** Images in this part when the sample was drawn. */
  size: number
  present: number
  absent: number
  undecided: number
}

/**
 * How many of a divided population are present, from a random sample of each part: exact intervals of
 * the shares, put together by MOVER (Zou and Donner 2008). What nobody could tell counts as absent at
 * the low end and as present at the high one. Null while a part has no sample.
 */
export function presentAmong(strata: readonly AuditStratum[]): Range | null {
  const filled = strata.filter(({ size }) => size > 0)
  if (filled.some((one) => judged(one) === 0)) return null
  return sumOf(filled.map(presentIn))
}

/** The share that is present, in one part or in several taken together; null without a sample. */
export function presentShare(strata: readonly AuditStratum[]): Range | null {
  const size = strata.reduce((sum, one) => sum + one.size, 0)
  const found = presentAmong(strata)
  if (size === 0 || found === null) return null
  return { low: found.low / size, mid: found.mid / size, high: found.high / size }
}

/** What is still hidden when so many have been found since; never more than what is still unknown. */
export function stillMissing(total: Range, found: number, unknown: number): Range {
  const left = (value: number) => Math.max(0, Math.min(unknown, value - found))
  return { low: left(total.low), mid: left(total.mid), high: left(total.high) }
}

/** The sum of quantities that were estimated apart from each other. */
export function sumOf(parts: readonly Range[]): Range {
  return weighted(
    parts,
    parts.map(() => 1),
  )
}

/** One quantity that was estimated several times: larger samples count for more. */
export function pooled(estimates: readonly (Range & { sampled: number })[]): Range | null {
  const sampled = estimates.reduce((sum, one) => sum + one.sampled, 0)
  if (sampled === 0) return null
  return weighted(
    estimates,
    estimates.map((one) => one.sampled / sampled),
  )
}

function weighted(parts: readonly Range[], weights: readonly number[]): Range {
  let mid = 0
  let down = 0
  let up = 0
  parts.forEach((part, i) => {
    const weight = weights[i] ?? 0
    mid += weight * part.mid
    down += (weight * (part.mid - part.low)) ** 2
    up += (weight * (part.high - part.mid)) ** 2
  })
  return { low: Math.max(0, mid - Math.sqrt(down)), mid, high: mid + Math.sqrt(up) }
}

function presentIn(stratum: AuditStratum): Range {
  const { size, present, absent, undecided } = stratum
  const trials = judged(stratum)
  const least = clopperPearson(present, trials).low
  const most = clopperPearson(present + undecided, trials).high
  return {
    // A large sample of a small part leaves little to guess.
    low: Math.max(present, size * least),
    mid: (size * (present + undecided / 2)) / trials,
    high: Math.min(size - absent, size * most),
  }
}

export function judged({ present, absent, undecided }: AuditStratum): number {
  return present + absent + undecided
}
