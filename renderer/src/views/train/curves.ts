import type { EpochRecord } from '@contract/training'
import { t } from '@/i18n/text'

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
