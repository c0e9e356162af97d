import type { Output } from '../output'
import { machineName, type Measure } from './measure'

/** What a measure should be: which of its figures, and on which side of the bound. */
export interface Target {
  readonly figure: 'min' | 'median' | 'p95' | 'max'
  readonly bound: number
  /** Frames per second, say, should be many. */
  readonly atLeast?: boolean
}
export type Targets = Readonly<Record<string, Target>>

export const atMost = (figure: Target['figure'], bound: number): Target => ({ figure, bound })
export const atLeast = (figure: Target['figure'], bound: number): Target => ({
  ...{ figure, bound },
  atLeast: true,
})

/** Prints a measure and, where one is set, its target. */
export function tellMeasure(output: Output, measure: Measure, targets: Targets): void {
  const { name, unit, median, p95, max, n } = measure
  const [m, p, x] = [median, p95, max].map(figure)
  output.line(
    { kind: 'measure', ...measure },
    `${name.padEnd(40)} median ${m}  p95 ${p}  max ${x} ${unit}  n ${n}${verdict(measure, targets[name])}`,
  )
}

/** The last line: all measures, each that has a target as its share of it (below 1 is good). */
export function tellSummary(
  output: Output,
  measures: readonly Measure[],
  targets: Targets,
  more: Record<string, unknown> = {},
): void {
  const ratios = Object.fromEntries(
    measures.flatMap((one) => {
      const target = targets[one.name]
      return target && one.n > 0 ? [[one.name, ratioOf(one, target)]] : []
    }),
  )
  const missed = Object.entries(ratios).filter(([, ratio]) => ratio > 1)
  const machine = machineName()
  const said = missed.length === 0 ? 'every target is met' : `${missed.length} targets are missed`
  output.summary({ measures, ratios, machine, targets, ...more }, `${machine}: ${said}`)
}

/** Of the target: below 1 is good, whichever way the figure should go. */
export function ratioOf(measure: Measure, { figure: of, bound, atLeast: many }: Target): number {
  const value = measure[of]
  if (many) return value === 0 ? Infinity : bound / value
  // A bound of none at all (blank tiles) is met by none, and missed by as much as there is.
  return bound === 0 ? value : value / bound
}

function verdict(measure: Measure, target: Target | undefined): string {
  if (target === undefined || measure.n === 0) return ''
  const sign = target.atLeast ? '≥' : '≤'
  const word = ratioOf(measure, target) <= 1 ? 'ok' : 'MISSED'
  return `  (${target.figure} ${sign} ${target.bound}: ${word})`
}

function figure(value: number): string {
  return value.toFixed(value < 100 ? 1 : 0)
}
