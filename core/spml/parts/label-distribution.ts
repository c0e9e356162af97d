import { ABSENT, PRESENT, UNDECIDED } from '../method'
import type { LabelRows, Numbers } from '../method'
import { betaDivergence } from './beta'
import { sigmoid, towards } from './kernels'
import type { Kernel } from './kernels'
import type { LossPart } from './loss-parts'
import { lossOf } from './steps'

/** How the estimate and what people said become one distribution (SMILE). */
export type Mixing = { mu: number; prior: number }

/**
 * Target of every label [B * C]: `mu` times the estimate and the rest what is known, 1 for present and
 * `prior` for unknown. What people called absent is 0.
 */
export function mixedTargets(estimate: Numbers, { state }: LabelRows, { mu, prior }: Mixing) {
  return Float64Array.from(estimate, (p, i) => {
    if (state[i] === ABSENT) return 0
    return mu * p + (1 - mu) * (state[i] === PRESENT ? 1 : prior)
  })
}

/** Cross-entropy with the targets, where unknown labels count `rate` times. Mean over B * C. */
export function distributionLoss(
  logits: Numbers,
  labels: LabelRows,
  targets: Float64Array,
  { kernel, rate }: { kernel: Kernel; rate: number },
): LossPart {
  const scale = 1 / Math.max(1, logits.length)
  const grad = new Float64Array(logits.length)
  let loss = 0
  for (const [i, target] of targets.entries()) {
    const weight = scale * weightOf(labels.state[i], rate)
    const { value, slope } = towards(target, kernel)(logits[i] ?? 0)
    loss += weight * value
    grad[i] = weight * slope
  }
  return { loss, grads: { logits: grad } }
}

function weightOf(label: number | undefined, rate: number): number {
  if (label === UNDECIDED) return 0
  return label === PRESENT || label === ABSENT ? 1 : rate
}

/** What the estimate is held to: assume negative, by its logits. */
export function estimateLoss(logits: Numbers, labels: LabelRows, kernel: Kernel): LossPart {
  const { positive, negative } = kernel
  const beliefs = { present: positive, absent: negative, unknown: () => negative }
  const { loss, grad } = lossOf(logits, labels, beliefs)
  return { loss, grads: { estimate: grad } }
}

/** How far the estimate is from saying nothing at all: mean of `betaDivergence` over B * C. */
export function evenness(logits: Numbers, { state }: LabelRows): LossPart {
  const scale = 1 / Math.max(1, logits.length)
  const estimate = new Float64Array(logits.length)
  let loss = 0
  for (let i = 0; i < logits.length; i++) {
    if (state[i] === UNDECIDED) continue
    const p = sigmoid(logits[i] ?? 0)
    const { value, slope } = betaDivergence(p)
    loss += scale * value
    estimate[i] = scale * slope * p * (1 - p)
  }
  return { loss, grads: { estimate } }
}

/**
 * The estimate should tell which pictures are neighbours: mean over B * B of (p p' - A)^2, with the
 * probabilities p [B, C] and the neighbourhood A [B, B].
 */
export function graphLoss(
  logits: Numbers,
  { state }: LabelRows,
  neighbours: Numbers,
  classes: number,
): LossPart {
  const images = logits.length / classes
  const scale = 1 / Math.max(1, images * images)
  const p = Float64Array.from(logits, (z, i) => (state[i] === UNDECIDED ? 0 : sigmoid(z)))
  const byP = new Float64Array(p.length)
  let loss = 0
  for (let i = 0; i < images; i++) {
    for (let j = 0; j < images; j++) {
      const own = p.subarray(i * classes, (i + 1) * classes)
      const other = p.subarray(j * classes, (j + 1) * classes)
      const miss = own.reduce((sum, value, c) => sum + value * (other[c] ?? 0), 0)
      const apart = miss - (neighbours[i * images + j] ?? 0)
      loss += scale * apart * apart
      for (let c = 0; c < classes; c++) {
        byP[i * classes + c] = (byP[i * classes + c] ?? 0) + 2 * scale * apart * (other[c] ?? 0)
        byP[j * classes + c] = (byP[j * classes + c] ?? 0) + 2 * scale * apart * (own[c] ?? 0)
      }
    }
  }
  const estimate = byP.map((slope, i) => slope * (p[i] ?? 0) * (1 - (p[i] ?? 0)))
  return { loss, grads: { estimate } }
}
