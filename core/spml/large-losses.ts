import { binaryKernel } from './kernels'
import { UNKNOWN } from './method'
import type { LabelRows } from './method'

/** Keeps 16 * 20 * 0.005 from becoming a hair more than it is before it is rounded up. */
const ROUNDING = 1e-9

/**
 * Unknown labels whose loss as negatives is among the k largest of the whole batch (Kim et al.,
 * "Large Loss Matters", CVPR 2022), k = ceil(B * C * share). Ties at the k-th loss all belong; a
 * threshold of 0 selects nothing, for then nothing stands out. Returns places among [B * C].
 */
export function largeLosses(logits: Float32Array, labels: LabelRows, share: number): number[] {
  const { negative } = binaryKernel(0)
  const losses = new Float64Array(logits.length)
  for (let i = 0; i < logits.length; i++) {
    const open = labels.state[i] === UNKNOWN && Number.isNaN(labels.pseudo[i] ?? Number.NaN)
    losses[i] = open ? negative(logits[i] ?? 0).value : 0
  }
  const k = Math.min(losses.length, Math.ceil(losses.length * share - ROUNDING))
  const threshold = losses.toSorted()[losses.length - k] ?? 0
  const found: number[] = []
  for (const [i, loss] of losses.entries()) {
    if (loss >= threshold && loss > 0 && threshold > 0) found.push(i)
  }
  return found
}
