import { PRESENT, UNKNOWN } from '../method'
import type { LabelRows, MethodState, Numbers, StepInput } from '../method'

/** What IGNORE remembers of all batches: how much hiding costs a present class, and usual logits [C]. */
export type GapStatistics = { tau: number; mu: Numbers }

export function beginGaps({ classes }: { classes: number }): MethodState {
  return { tau: new Float32Array(1), mu: new Float32Array(classes) }
}

/** |z - z of the masked picture| of every label [B * C]. */
export function informationGaps(logits: Numbers, masked: Numbers): Float64Array {
  return Float64Array.from(logits, (z, i) => Math.abs(z - (masked[i] ?? 0)))
}

/**
 * Moving averages, which start at 0 as published: `tau` of the gaps of observed positives, `mu` of the
 * logits of unknown labels by class. What a batch says nothing about stays as it is: `tau` without a
 * positive in a picture of which something was hidden, `mu` of a class without unknown labels. A `lam`
 * of 0 becomes 1 - 1 / steps of an epoch.
 */
export function followGaps(
  { outputs: { logits }, labels, moment, parameters, state }: StepInput,
  gaps: Float64Array,
): GapStatistics {
  const { classes, steps } = moment
  const lam = parameters['lam'] || 1 - 1 / Math.max(1, steps)
  const follow = (before: number, now: number | null) =>
    now === null ? before : lam * before + (1 - lam) * now
  const tau = follow(state['tau']?.[0] ?? 0, positiveGap(labels, gaps, classes))
  const mu = Float64Array.from({ length: classes }, (_, c) =>
    follow(state['mu']?.[c] ?? 0, unknownLogit(labels, logits, c, classes)),
  )
  return { tau, mu }
}

function positiveGap({ state }: LabelRows, gaps: Float64Array, classes: number): number | null {
  const found: number[] = []
  for (let row = 0; row < gaps.length; row += classes) {
    const own = gaps.subarray(row, row + classes)
    if (own.every((gap) => gap === 0)) continue
    own.forEach((gap, c) => {
      if (state[row + c] === PRESENT) found.push(gap)
    })
  }
  return mean(found)
}

function unknownLogit({ state }: LabelRows, logits: Numbers, column: number, classes: number) {
  const found: number[] = []
  for (let i = column; i < logits.length; i += classes) {
    if (state[i] === UNKNOWN) found.push(logits[i] ?? 0)
  }
  return mean(found)
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null
  return values.reduce((a, b) => a + b, 0) / values.length
}
