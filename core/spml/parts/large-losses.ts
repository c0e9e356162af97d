import { UNKNOWN } from '../method'
import type { LabelRows, Numbers } from '../method'
import { exactKernel } from './kernels'

/** Keeps 16 * 20 * 0.005 from becoming a hair more than it is before it is rounded up. */
const ROUNDING = 1e-9

/** k = ceil(labels * share), no more than there are. */
export function countOfShare(labels: number, share: number): number {
  return Math.min(labels, Math.ceil(labels * share - ROUNDING))
}

/**
 * Unknown labels whose loss as negatives is among the k largest of the whole batch (Kim et al.,
 * "Large Loss Matters", CVPR 2022). Ties at the k-th loss all belong; a threshold of 0 selects nothing,
 * for then nothing stands out. Returns places among [B * C].
 */
export function largeLosses(logits: Numbers, labels: LabelRows, k: number): number[] {
  if (k < 1) return []
  const losses = new Float64Array(logits.length)
  for (let i = 0; i < logits.length; i++) {
    const open = labels.state[i] === UNKNOWN && Number.isNaN(labels.pseudo[i] ?? Number.NaN)
    losses[i] = open ? exactKernel.negative(logits[i] ?? 0).value : 0
  }
  const threshold = losses.toSorted()[Math.max(0, losses.length - k)] ?? 0
  const found: number[] = []
  for (const [i, loss] of losses.entries()) {
    if (loss >= threshold && loss > 0 && threshold > 0) found.push(i)
  }
  return found
}
