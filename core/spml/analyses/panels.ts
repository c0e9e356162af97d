import type { FigureLine, FigurePanel } from '../../contract/analyses'
import type { EpochRecord } from '../../contract/training'

/** A run as a figure shows it. */
export type ShownRun = { name: string; epochs: readonly EpochRecord[] }

type Measure = (epoch: EpochRecord) => number | null | undefined

/** What nobody can look at where the truth is not known. */
export const NO_TRUTH =
  'Only simulations and complete datasets know the truth; this project does not.'

/** One value over the epochs; null when it was never measured. */
export function lineOver(
  { epochs }: ShownRun,
  look: number,
  name: string,
  measure: Measure,
): FigureLine | null {
  const y = epochs.map((epoch) => measure(epoch) ?? null)
  if (y.every((value) => value === null)) return null
  return { name, look, x: epochs.map(({ epoch }) => epoch), y }
}

/** A panel over epochs; `missing` is said where no line is left. */
export function epochPanel(
  panel: Pick<FigurePanel, 'title' | 'reading' | 'unit'> & { range?: FigurePanel['range'] },
  lines: readonly (FigureLine | null)[],
  missing: string,
): FigurePanel {
  const kept = lines.filter((line) => line !== null)
  return {
    ...panel,
    range: panel.range ?? null,
    xTitle: 'Epoch',
    lines: kept,
    missing: kept.length === 0 ? missing : '',
  }
}

/** The range that holds every line, so that panels can be compared by eye; null without a value. */
export function rangeOf(lines: readonly (FigureLine | null)[]): [number, number] | null {
  let low = Infinity
  let high = -Infinity
  for (const line of lines) {
    for (const value of line?.y ?? []) {
      if (value === null) continue
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  }
  return low > high ? null : [low, high]
}
