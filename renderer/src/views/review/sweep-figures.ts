import type { Interval, SweepClass, SweepOverview } from '@contract/review'

/** Minutes until no page of a class is worth its time; null before calibration. */
export function minutesOf(
  { worth }: SweepClass,
  pace: Pick<SweepOverview['pace'], 'ms'>,
): Interval | null {
  return worth && scaled(worth, pace.ms / 60_000)
}

/** The same for all classes together. Their doubts add up: a curve that errs does so everywhere. */
export function minutesOfAll({ classes, pace }: SweepOverview): Interval | null {
  const sum = { low: 0, mid: 0, high: 0 }
  for (const { worth } of classes) {
    if (worth === null) return null
    sum.low += worth.low
    sum.mid += worth.mid
    sum.high += worth.high
  }
  return classes.length === 0 ? null : scaled(sum, pace.ms / 60_000)
}

function scaled({ low, mid, high }: Interval, by: number): Interval {
  return { low: low * by, mid: mid * by, high: high * by }
}
