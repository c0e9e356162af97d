import type { RunMetrics } from '../contract/training'
import { detection, meanAveragePrecision, wasserstein1 } from '../kernel/metrics'
import { sigmoid } from './parts/kernels'
import { UNKNOWN } from './method'

/** Mean average precision over the labels that were hidden from the training, 0..1. */
export function hiddenPrecision(
  logits: Float32Array,
  truth: Uint8Array,
  labels: Int8Array,
  classes: number,
): number {
  return meanAveragePrecision(truth, logits, classes, (i) => labels[i] === UNKNOWN).map
}

/** How well marked labels [N * C] meet the hidden positives among the unknown; null when none is marked. */
export function falseNegatives(
  marked: Uint8Array,
  truth: Uint8Array,
  labels: Int8Array,
): RunMetrics['falseNegatives'] {
  let hits = 0
  let marks = 0
  let hidden = 0
  marked.forEach((mark, i) => {
    if (labels[i] !== UNKNOWN) return
    const positive = truth[i] === 1
    marks += mark
    if (positive) hidden++
    if (positive && mark === 1) hits++
  })
  return marks === 0 ? null : detection(marks, hits, hidden)
}

/**
 * First Wasserstein distance between the probabilities of true positives and true negatives, averaged
 * over the classes that have both; null when none has. Larger means better separated.
 */
export function separation(
  logits: Float32Array,
  truth: Uint8Array,
  classes: number,
): number | null {
  const distances: number[] = []
  for (let c = 0; c < classes; c++) {
    const positives: number[] = []
    const negatives: number[] = []
    for (let i = c; i < truth.length; i += classes) {
      const side = truth[i] === 1 ? positives : negatives
      side.push(sigmoid(logits[i] ?? 0))
    }
    if (positives.length > 0 && negatives.length > 0) {
      distances.push(wasserstein1(positives, negatives))
    }
  }
  if (distances.length === 0) return null
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length
}
