import { averagePrecision } from '../kernel/metrics'
import type { Answer } from '../kernel/calibration'
import { PRESENT, UNKNOWN } from './label-state'

/** Answers that must exist before they, and no longer the seeds, say how well a source ranks. */
const MINIMUM_FOR_AGREEMENT = 40

/**
 * How well scores rank what people decided without having seen it: average precision of right among
 * the answers, per class with answers of both kinds, weighted by their number. For the instant model
 * the scores are leave-one-out; for a run only answers after its snapshot may be passed.
 * @returns 0..1; null before there are 40 such answers.
 */
export function answerAgreement(byClass: readonly (readonly Answer[])[]): number | null {
  let total = 0
  let sum = 0
  for (const own of byClass) {
    const precision = precisionOf(own)
    if (precision === null) continue
    total += own.length
    sum += own.length * precision
  }
  return total < MINIMUM_FOR_AGREEMENT ? null : sum / total
}

/** A page changes the answers of one class; those of the others are ranked once. */
const ranked = new WeakMap<readonly Answer[], number | null>()

/** Null without answers of both kinds. */
function precisionOf(answers: readonly Answer[]): number | null {
  const known = ranked.get(answers)
  if (known !== undefined) return known
  const right = answers.map((answer) => Number(answer.right))
  const mixed = right.includes(0) && right.includes(1)
  const scores = answers.map((answer) => answer.score)
  const precision = mixed ? averagePrecision(right, scores) : null
  ranked.set(answers, precision)
  return precision
}

/**
 * The same before anyone has answered: how well held-out scores rank the seeds of a class before
 * the images where it is unknown, averaged over classes with seeds. Low by nature (many of the
 * unknown are present), so only to be compared with figures of the same kind.
 * @param states, scores [count, classCount]. @param heldOut scores of seeds without their own label.
 * @returns 0..1; null without a seed.
 */
export function seedAgreement(
  states: Int8Array,
  scores: Float32Array,
  classCount: number,
  heldOut: (classIndex: number, images: readonly number[]) => ArrayLike<number>,
): number | null {
  let sum = 0
  let classes = 0
  for (let c = 0; c < classCount; c++) {
    const seeds = imagesIn(states, classCount, c, PRESENT)
    if (seeds.length === 0) continue
    const unknown = imagesIn(states, classCount, c, UNKNOWN)
    const truth = [...seeds.map(() => 1), ...unknown.map(() => 0)]
    const values = [
      ...Array.from(heldOut(c, seeds)),
      ...unknown.map((image) => scores[image * classCount + c] ?? 0),
    ]
    sum += averagePrecision(truth, values)
    classes++
  }
  return classes === 0 ? null : sum / classes
}

function imagesIn(states: Int8Array, classCount: number, c: number, state: number): number[] {
  const images: number[] = []
  for (let entry = c; entry < states.length; entry += classCount) {
    if (states[entry] === state) images.push((entry - c) / classCount)
  }
  return images
}
