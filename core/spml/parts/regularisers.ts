import { PRESENT, UNDECIDED, UNKNOWN } from '../method'
import type { LabelRows, Numbers } from '../method'
import { sigmoid, towards } from './kernels'
import type { Kernel } from './kernels'

/**
 * A part of a loss beside the costs of single labels. Adds its gradient to `grad` [B * C] and returns
 * its value. Labels that people could not decide take no part.
 */
export type Regulariser = (logits: Numbers, labels: LabelRows, grad: Float64Array) => number

/**
 * Expected positives (Cole et al., CVPR 2021): weight * |gap|^power of gap = (k' - k) / C, where k' is
 * what the probabilities of an image add up to, on average over the batch.
 */
export function expectedPositives(
  { expected, power, weight }: { expected: number; power: 1 | 2; weight: number },
  classes: number,
): Regulariser {
  return (logits, { state }, grad) => {
    const images = Math.max(1, logits.length / classes)
    let total = 0
    for (const [i, z] of logits.entries()) if (state[i] !== UNDECIDED) total += sigmoid(z)
    const gap = (total / images - expected) / classes
    const slope = (weight * (power === 1 ? Math.sign(gap) : 2 * gap)) / (classes * images)
    for (const [i, z] of logits.entries()) {
      if (state[i] !== UNDECIDED) add(grad, i, slope * sigmoidSlope(z))
    }
    return weight * Math.abs(gap) ** power
  }
}

/** weight * mean cross-entropy with a table of targets [B * C] that is held fixed. */
export function imputed(targets: Float64Array, weight: number, kernel: Kernel): Regulariser {
  return (logits, { state }, grad) => {
    const scale = weight / Math.max(1, logits.length)
    let total = 0
    for (const [i, target] of targets.entries()) {
      if (state[i] === UNDECIDED) continue
      const { value, slope } = towards(target, kernel)(logits[i] ?? 0)
      total += value
      add(grad, i, scale * slope)
    }
    return scale * total
  }
}

/**
 * Pairwise ranking: max(0, 1 - p_i + p_j) of every present label i and every unknown one j of the same
 * image, summed up and divided by B * C.
 */
export function pairwiseRanking(classes: number): Regulariser {
  return (logits, { state }, grad) => {
    const scale = 1 / Math.max(1, logits.length)
    let total = 0
    for (let row = 0; row < logits.length; row += classes) {
      const places = Array.from({ length: classes }, (_, c) => row + c)
      const unknown = places.filter((i) => state[i] === UNKNOWN)
      for (const i of places.filter((place) => state[place] === PRESENT)) {
        for (const j of unknown) {
          const miss = 1 - sigmoid(logits[i] ?? 0) + sigmoid(logits[j] ?? 0)
          if (miss <= 0) continue
          total += miss
          add(grad, i, -scale * sigmoidSlope(logits[i] ?? 0))
          add(grad, j, scale * sigmoidSlope(logits[j] ?? 0))
        }
      }
    }
    return scale * total
  }
}

function sigmoidSlope(z: number): number {
  return sigmoid(z) * sigmoid(-z)
}

function add(grad: Float64Array, place: number, value: number): void {
  grad[place] = (grad[place] ?? 0) + value
}
