import { ABSENT, PRESENT, UNDECIDED } from '../method'
import type { LabelRows, Numbers } from '../method'
import { exactKernel, free, sigmoid } from './kernels'
import type { LossPart } from './loss-parts'
import { lossOf } from './steps'

/** Hard targets of the labels that one is sure of: 1 or 0, -1 for all others; [B * C]. */
export type ConfidentTargets = Int8Array

const UNSURE = -1

/**
 * What people decided, and what the plain view is sure of: a probability of at least `threshold`, or of
 * less than 1 - `threshold` (Xie et al., PLC, NeurIPS 2022).
 */
export function confidentTargets(
  plain: Numbers,
  { state }: LabelRows,
  threshold: number,
): ConfidentTargets {
  return Int8Array.from(plain, (z, i) => {
    if (state[i] === UNDECIDED) return UNSURE
    if (state[i] === PRESENT) return 1
    if (state[i] === ABSENT) return 0
    const p = sigmoid(z)
    if (p >= threshold) return 1
    return p < 1 - threshold ? 0 : UNSURE
  })
}

/** Mean cross-entropy of the strong view with the targets, over those that there are. */
export function confidentLoss(
  strong: Numbers,
  labels: LabelRows,
  targets: ConfidentTargets,
): LossPart {
  const { positive, negative } = exactKernel
  const count = targets.reduce((sum, target) => sum + Number(target !== UNSURE), 0)
  const scale = 1 / Math.max(1, count)
  const { loss, grad } = lossOf(strong, labels, {
    present: positive,
    absent: negative,
    unknown: (i) => {
      if (targets[i] === UNSURE) return free
      return targets[i] === 1 ? positive : negative
    },
    reduction: 'sum',
  })
  return { loss: scale * loss, grads: { strong: grad.map((slope) => scale * slope) } }
}
