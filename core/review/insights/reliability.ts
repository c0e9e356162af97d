import type { Reliability, ReliabilityBin } from '../../contract/insights'
import { wilson } from '../../kernel/statistics'

/** Answers that promised about the same: how many, how many were right, what was promised on average. */
export interface PromiseTally {
  readonly bin: number
  readonly asked: number
  readonly hits: number
  readonly promised: number
}

/** How promises came true, bin by bin, and how far off they were on average. */
export function reliabilityOf(
  tallies: readonly PromiseTally[],
): Pick<Reliability, 'asked' | 'right' | 'error' | 'bins'> {
  const bins = tallies.map(({ bin, asked, hits, promised }): ReliabilityBin => {
    return { bin, asked, right: hits, promised, share: wilson(hits, asked) }
  })
  const asked = bins.reduce((sum, bin) => sum + bin.asked, 0)
  const off = bins.reduce(
    (sum, bin) => sum + bin.asked * Math.abs(bin.right / bin.asked - bin.promised),
    0,
  )
  const right = bins.reduce((sum, bin) => sum + bin.right, 0)
  return { asked, right, error: asked === 0 ? 0 : off / asked, bins }
}
