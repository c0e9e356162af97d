import { averagePrecision } from '../kernel/metrics'
import { RandomState } from '../kernel/rng'
import { PRESENT, UNDECIDED, UNKNOWN } from './method'

const HELD_OUT_SHARE = 0.08
/** With fewer held-out images the ranking is mostly chance: then nothing is held out. */
const FEWEST_HELD_OUT = 24

/** Which images teach and which only judge; both in ascending order. */
export type Division = { training: Uint32Array; heldOut: Uint32Array }

/**
 * Divides the images that have a present label: 8 % of them, drawn with the seed, are never trained on.
 * Ranking their human labels (see `agreement`) is what chooses the best epoch, for the truth is not
 * known in a real project and is not looked at in a simulated one. Images that have only absent labels
 * always train; images without any label do not, since nobody has looked at them.
 */
export function divideImages(labels: Int8Array, classes: number, seed: number): Division {
  const labelled: number[] = []
  const onlyAbsent: number[] = []
  for (let row = 0; row * classes < labels.length; row++) {
    const states = labels.subarray(row * classes, (row + 1) * classes)
    if (states.includes(PRESENT)) labelled.push(row)
    else if (states.includes(-1)) onlyAbsent.push(row)
  }
  const count = Math.floor(labelled.length * HELD_OUT_SHARE)
  if (count < FEWEST_HELD_OUT) return ascending([...labelled, ...onlyAbsent], [])
  const order = [...new RandomState(seed).permutation(labelled.length)].map((i) => labelled[i] ?? 0)
  return ascending([...order.slice(count), ...onlyAbsent], order.slice(0, count))
}

function ascending(training: number[], heldOut: number[]): Division {
  return { training: Uint32Array.from(training).sort(), heldOut: Uint32Array.from(heldOut).sort() }
}

/**
 * The states that training sees. In an image without a present label the unknown ones count nothing:
 * nobody has said what is in it, so no method may take the rest of it for absent.
 */
export function teachingStates(labels: Int8Array, classes: number): Int8Array {
  const states = labels.slice()
  for (let start = 0; start < states.length; start += classes) {
    const row = states.subarray(start, start + classes)
    if (row.includes(PRESENT)) continue
    row.forEach((state, c) => {
      if (state === UNKNOWN) row[c] = UNDECIDED
    })
  }
  return states
}

/**
 * How well logits [rows * C] rank what people said about the same images [rows * C], 0..1: the average
 * precision of present labels among present, absent and unknown ones (undecided left out), averaged over
 * the classes that have a present one. Null when none has. Hidden positives count as negatives, the same
 * for every epoch, so the figure is low but comparable within a run.
 */
export function agreement(logits: Float32Array, states: Int8Array, classes: number): number | null {
  const precisions: number[] = []
  for (let c = 0; c < classes; c++) {
    const scores: number[] = []
    const present: number[] = []
    for (let i = c; i < states.length; i += classes) {
      if (states[i] === UNDECIDED) continue
      scores.push(logits[i] ?? 0)
      present.push(states[i] === PRESENT ? 1 : 0)
    }
    if (present.includes(1)) precisions.push(averagePrecision(present, scores))
  }
  if (precisions.length === 0) return null
  return precisions.reduce((sum, value) => sum + value, 0) / precisions.length
}
