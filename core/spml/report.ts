import type { EpochRecord, RunMetrics } from '../contract/training'
import { detection, meanAveragePrecision, wasserstein1 } from '../kernel/metrics'
import { sigmoid } from './parts/kernels'
import { UNKNOWN } from './method'
import type { TrainInput, TrainResult } from './train-input'

/** What a training came to. */
export type Outcome = {
  /** Logits of all images [N * C], and of the validation images. */
  scores: Float32Array
  judged: Float32Array | null
  /** Labels taken for false negatives [N * C]. */
  marked: Uint8Array
  epochs: readonly EpochRecord[]
  bestEpoch: number
  seconds: number
}

/** How good a training is, as far as anybody knows the truth. */
export function metricsOf(
  { labels, classes, truth, validation }: TrainInput,
  { scores, judged, marked, epochs, bestEpoch, seconds }: Outcome,
): TrainResult['metrics'] {
  const [judgedScores, judgedTruth] =
    judged && validation ? [judged, validation.truth] : [scores, truth]
  const best = epochs[bestEpoch - 1]
  return {
    map: epochs.at(-1)?.map ?? null,
    mapBest: best?.map ?? null,
    hiddenMap: truth ? hiddenPrecision(scores, truth, labels, classes) : null,
    falseNegatives: truth ? falseNegatives(marked, truth, labels) : null,
    wasserstein: judgedTruth ? separation(judgedScores, judgedTruth, classes) : null,
    agreement: best?.agreement ?? null,
    bestEpoch,
    trainSeconds: seconds,
  }
}

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
