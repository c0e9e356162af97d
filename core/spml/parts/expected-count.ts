import { ABSENT, PRESENT } from '../method'
import type { MethodState, RunStart, StepInput } from '../method'
import { number } from './parameters'

/** Fewer images than this, decided completely, say little about all the others. */
const ENOUGH_IMAGES = 20

/** What is assumed where nothing is known: photographs of everyday things hold this much, or more. */
const ASSUMED = 1.5

/** How many classes an image holds on average: the `k` of the papers, which they take from the truth. */
export const expectedCount = number(
  'k',
  'Expected classes of an image (0: estimated)',
  0,
  [0, 10_000],
  `Estimated from ${ENOUGH_IMAGES} or more images that people decided completely, else ${ASSUMED}`,
)

/** State `expected`: the estimate. */
export function beginExpected({ states, classes }: RunStart): MethodState {
  let images = 0
  let positives = 0
  for (let row = 0; row < states.length; row += classes) {
    const labels = states.subarray(row, row + classes)
    if (!labels.every((label) => label === PRESENT || label === ABSENT)) continue
    images++
    positives += labels.filter((label) => label === PRESENT).length
  }
  const estimate = images < ENOUGH_IMAGES ? ASSUMED : positives / images
  return { expected: Float32Array.of(Math.min(estimate, classes)) }
}

export function expectedOf({ parameters, state }: StepInput): number {
  return parameters['k'] || (state['expected']?.[0] ?? ASSUMED)
}
