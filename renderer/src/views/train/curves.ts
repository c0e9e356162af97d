import type { FigureLine, FigurePanel } from '@contract/analyses'
import type { EpochRecord } from '@contract/training'
import { number, percent, t } from '@/i18n/text'

export type Unit = FigurePanel['unit']

export function lossCurve(epochs: readonly EpochRecord[]): FigureLine {
  return curve(t('train.loss'), epochs, (epoch) => epoch.loss, 0)
}

/** mAP on the hidden truth and agreement with held-out labels, of those that were measured. */
export function qualityCurves(epochs: readonly EpochRecord[]): readonly FigureLine[] {
  return [
    curve(t('train.agreement'), epochs, (epoch) => epoch.agreement, 0),
    curve(t('train.map'), epochs, (epoch) => epoch.map, 1),
  ].filter((line) => line.y.some((value) => value !== null))
}

function curve(
  name: string,
  epochs: readonly EpochRecord[],
  value: (epoch: EpochRecord) => number | null,
  look: number,
): FigureLine {
  return { name, x: epochs.map((epoch) => epoch.epoch), y: epochs.map(value), look }
}

/**
 * Lines on one common x, as a chart wants them: the x of all of them, then the values of each line, null
 * where it has none.
 */
export function aligned(
  lines: readonly FigureLine[],
): [x: number[], ...values: (number | null)[][]] {
  const x = [...new Set(lines.flatMap((line) => line.x))].toSorted((a, b) => a - b)
  const values = lines.map((line) => {
    const at = new Map(line.x.map((place, i) => [place, line.y[i] ?? null]))
    return x.map((place) => at.get(place) ?? null)
  })
  return [x, ...values]
}

/** Values on an axis, with just as many digits as tell neighbours `step` apart from each other. */
export function tickLabels(values: readonly number[], step: number, unit: Unit): string[] {
  const shownStep = unit === 'share' ? step * 100 : step
  const digits = Math.min(6, Math.max(0, -Math.floor(Math.log10(shownStep) + 1e-9)))
  return values.map((value) => (unit === 'share' ? percent(value, digits) : number(value, digits)))
}

/** One value of a line in words. */
export function valueText(value: number | null | undefined, unit: Unit): string {
  if (value == null) return t('common.none')
  if (unit === 'count') return number(value)
  return unit === 'share' ? percent(value, 1) : number(value, Math.abs(value) < 1 ? 3 : 2)
}
