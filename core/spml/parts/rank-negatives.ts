import { UNKNOWN } from '../method'
import type { StepInput } from '../method'
import { sigmoid } from './kernels'

/** A soft target of 0 would say "certainly absent", which nothing here knows. */
const SMALLEST_TARGET = 1e-6

/**
 * Asymmetric pseudo-labelling (Zhou et al., "Acknowledging the Unknown", ECCV 2022): of each class the
 * unknown images with the lowest scores get a soft negative target, their present probability, for
 * good. After the last epoch `proportion` of the class's unknown labels have one.
 */
export function rankNegatives({ outputs, labels, moment, parameters }: StepInput): Float32Array {
  const { proportion = 0, warmup = 0 } = parameters
  const { state, pseudo } = labels
  const rounds = moment.epochs - warmup
  const score = (i: number) => outputs.logits[i] ?? 0
  const next = pseudo.slice()
  for (let c = 0; c < moment.classes; c++) {
    const unknown = placesOf(c, moment.classes, state)
    const open = unknown.filter((i) => Number.isNaN(pseudo[i] ?? 0))
    open.sort((i, j) => score(i) - score(j) || i - j)
    const count = Math.floor((proportion * unknown.length) / rounds)
    for (const i of open.slice(0, count)) next[i] = Math.max(sigmoid(score(i)), SMALLEST_TARGET)
  }
  return next
}

function placesOf(column: number, classes: number, state: Int8Array): number[] {
  const places: number[] = []
  for (let i = column; i < state.length; i += classes) if (state[i] === UNKNOWN) places.push(i)
  return places
}
