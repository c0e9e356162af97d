import type { EpochAnalysis, GroupMeans } from '../../contract/analyses'
import { gatherRows } from '../batches'
import { PRESENT, UNKNOWN } from '../method'
import { falseNegatives, separation } from '../report'

/**
 * What an epoch saw; every array is row-major. Rows it did not look at, those of held-out images, are
 * NaN and count nowhere.
 */
export type EpochOutcome = {
  /** Logits of the training images [N * C]. */
  logits: Float32Array
  /** What people said [N * C]. */
  labels: Int8Array
  /** The hidden truth of the training images [N * C]. */
  truth: Uint8Array
  /** 1 where the method took an unknown label for a false negative in this epoch [N * C]. */
  marked: Uint8Array
  classes: number
  /** Images that were only scored: what the Wasserstein distance is about, where there are some. */
  validation?: { logits: Float32Array; truth: Uint8Array }
  /** Logits [N * C] of the masked pictures, and the threshold of the gap at the end of the epoch. */
  masked?: { logits: Float32Array; tau: number | null }
}

/**
 * What one epoch made of the hidden truth: precision, recall and F1 (with its factor 2) of the marked
 * labels among the unknown ones; the Wasserstein distance between predictions on positives and negatives
 * of the validation images, else of the training images (EM, ECCV 2022); mean logits and mean information
 * gaps of observed positives, hidden positives and true negatives (IGNORE, figures 3 and 5).
 */
export function analyseEpoch(outcome: EpochOutcome): EpochAnalysis {
  const { logits, labels, truth, classes, masked } = outcome
  const seen = seenRows(outcome)
  const judged = outcome.validation ?? seen
  return {
    falseNegatives: falseNegatives(seen.marked, seen.truth, seen.labels),
    wasserstein: separation(judged.logits, judged.truth, classes),
    logits: groupMeans(labels, truth, (i) => logits[i] ?? Number.NaN),
    gap: masked ? { ...gapMeans(logits, masked.logits, labels, truth), tau: masked.tau } : null,
  }
}

function gapMeans(
  logits: Float32Array,
  masked: Float32Array,
  labels: Int8Array,
  truth: Uint8Array,
): GroupMeans {
  return groupMeans(labels, truth, (i) =>
    Math.abs((logits[i] ?? Number.NaN) - (masked[i] ?? Number.NaN)),
  )
}

/** Means of a value over the three groups; what is no number does not count. */
function groupMeans(
  labels: Int8Array,
  truth: Uint8Array,
  value: (entry: number) => number,
): GroupMeans {
  const sums = { observed: 0, hidden: 0, negative: 0 }
  const counts = { observed: 0, hidden: 0, negative: 0 }
  labels.forEach((label, i) => {
    const group = groupOf(label, truth[i] === 1)
    const here = value(i)
    if (group === null || !Number.isFinite(here)) return
    sums[group] += here
    counts[group]++
  })
  const mean = (group: keyof GroupMeans) =>
    counts[group] === 0 ? null : sums[group] / counts[group]
  return { observed: mean('observed'), hidden: mean('hidden'), negative: mean('negative') }
}

/** Labels that people said to be absent, or could not decide, are in no group. */
function groupOf(label: number, present: boolean): keyof GroupMeans | null {
  if (label === PRESENT) return 'observed'
  if (label !== UNKNOWN) return null
  return present ? 'hidden' : 'negative'
}

type Rows = Pick<EpochOutcome, 'logits' | 'labels' | 'truth' | 'marked'>

/** The rows that the epoch looked at; all of them stay as they are. */
function seenRows({ logits, labels, truth, marked, classes }: EpochOutcome): Rows {
  const count = logits.length / classes
  const rows = Uint32Array.from({ length: count }, (_, row) => row).filter((row) =>
    Number.isFinite(logits[row * classes]),
  )
  if (rows.length === count) return { logits, labels, truth, marked }
  const size = rows.length * classes
  return {
    logits: gatherRows(logits, rows, classes, new Float32Array(size)),
    labels: gatherRows(labels, rows, classes, new Int8Array(size)),
    truth: gatherRows(truth, rows, classes, new Uint8Array(size)),
    marked: gatherRows(marked, rows, classes, new Uint8Array(size)),
  }
}
