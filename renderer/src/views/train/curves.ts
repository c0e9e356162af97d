import type { EpochRecord } from '@contract/training'
import { number, percent, t } from '@/i18n/text'

/** One line of a chart over epochs; null where there is no value. */
export interface Curve {
  readonly name: string
  readonly x: readonly number[]
  readonly y: readonly (number | null)[]
  readonly dashed: boolean
}

export function lossCurve(epochs: readonly EpochRecord[]): Curve {
  return curve(t('train.loss'), epochs, (epoch) => epoch.loss, false)
}

/** mAP on the hidden truth and agreement with held-out labels, of those that were measured. */
export function qualityCurves(epochs: readonly EpochRecord[]): readonly Curve[] {
  return [
    curve(t('train.agreement'), epochs, (epoch) => epoch.agreement, false),
    curve(t('train.map'), epochs, (epoch) => epoch.map, true),
  ].filter((line) => line.y.some((value) => value !== null))
}

function curve(
  name: string,
  epochs: readonly EpochRecord[],
  value: (epoch: EpochRecord) => number | null,
  dashed: boolean,
): Curve {
  return { name, x: epochs.map((epoch) => epoch.epoch), y: epochs.map(value), dashed }
}

/** Values on an axis, with just as many digits as tell neighbours `step` apart from each other. */
export function tickLabels(values: readonly number[], step: number, share: boolean): string[] {
  const shownStep = share ? step * 100 : step
  const digits = Math.min(6, Math.max(0, -Math.floor(Math.log10(shownStep) + 1e-9)))
  return values.map((value) => (share ? percent(value, digits) : number(value, digits)))
}
