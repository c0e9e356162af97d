import { probabilityOf, type Curve } from '../kernel/calibration'
import { positiveRange, type Range } from '../kernel/statistics'
import { HUMAN_TIMES, type HumanTimes } from './human-times'
import type { ScoreBin } from './score-bins'

/**
 * Of the probability below every answered score, where the curve is only prolonged: how much of it is
 * believed, and how sure that is. Measured: a prolonged logistic curve promises about twice too much.
 */
const UNSEEN_SHARE = 0.5
const UNSEEN_DOUBT = 0.4
/** Labels a minute below which a class is finished. */
export const WORTH_PER_MINUTE = 2

const NINETY_PERCENT = 1.6448536269514722

/** What a class still hides by its curve; `unseen` is the part that nobody has looked at yet. */
export type Hidden = { mean: number; variance: number; unseen: number }

/** @param lowest the lowest score of which anybody knows the answer. */
export function hiddenBy(curve: Curve, bins: readonly ScoreBin[], lowest: number): Hidden {
  let mean = 0
  let chance = 0
  let bySlope = 0
  let unseen = 0
  for (const { count, score } of bins) {
    const p = probabilityOf(curve, score)
    mean += count * (score < lowest ? UNSEEN_SHARE * p : p)
    if (score < lowest) unseen += count * p
    chance += count * p * (1 - p)
    bySlope += count * p * (1 - p) * score
  }
  const [ii, is, ss] = curve.covariance
  const doubt = ii * chance ** 2 + 2 * is * chance * bySlope + ss * bySlope ** 2
  return { mean, variance: chance + doubt, unseen }
}

/** Hidden labels of some classes together, at 90 %. */
export function hiddenRange(classes: readonly Hidden[]): Range {
  const mean = classes.reduce((sum, one) => sum + one.mean, 0)
  const variance = classes.reduce((sum, one) => sum + one.variance, 0)
  const unseen = classes.reduce((sum, one) => sum + one.unseen, 0)
  // A curve that falls too slowly does so in all classes: this doubt adds up, chance does not.
  return positiveRange(mean, Math.sqrt(variance + (UNSEEN_DOUBT * unseen) ** 2))
}

/** Unknown images of a class that are likely enough to be worth a look, with the doubt of its curve. */
export function worthLooking(
  { intercept, slope, covariance: [ii, is, ss] }: Curve,
  bins: readonly ScoreBin[],
  least: number,
): Range {
  const wanted = Math.log(least / (1 - least))
  const counts = { low: 0, mid: 0, high: 0 }
  for (const { count, score } of bins) {
    const logit = intercept + slope * score
    const doubt = NINETY_PERCENT * Math.sqrt(Math.max(0, ii + 2 * is * score + ss * score * score))
    if (logit - doubt >= wanted) counts.low += count
    if (logit >= wanted) counts.mid += count
    if (logit + doubt >= wanted) counts.high += count
  }
  return counts
}

/** The share of right suggestions on a page of so many tiles below which it is not worth its time. */
export function leastShare(tiles: number, times: HumanTimes = HUMAN_TIMES): number {
  const { page, tile, click } = times
  return (WORTH_PER_MINUTE * (page + tile * tiles)) / (tiles * (60 - WORTH_PER_MINUTE * click))
}
