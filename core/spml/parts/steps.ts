import { ABSENT, PRESENT, UNDECIDED, UNKNOWN } from '../method'
import type { LabelRows, Method, Numbers, StepInput } from '../method'
import { free } from './kernels'
import type { Cost } from './kernels'
import type { Regulariser } from './regularisers'

/** What the labels of one batch cost in one step. Places count among [B * C]. */
export type Beliefs = {
  present: Cost
  absent: Cost
  /** What the method makes of a label that nobody decided. */
  unknown: (place: number) => Cost
  /** What it makes of one that it gave a target before; as any unknown one when missing. */
  pseudo?: (target: number) => Cost
  /** The mean over all B * C labels, those that cost nothing included, unless it says sum. */
  reduction?: 'mean' | 'sum'
  regularisers?: readonly Regulariser[]
  /** Places that the method takes for false negatives. */
  marked?: readonly number[]
}

/**
 * The step of a method that reads nothing but logits: people's word first, then the method's own
 * pseudo-labels, then what it believes of the unknown.
 */
export function stepOf(believe: (input: StepInput) => Beliefs): Method['step'] {
  return (input) => {
    const { outputs, labels, state } = input
    const beliefs = believe(input)
    const { loss, grad } = lossOf(outputs.logits, labels, beliefs)
    const { marked = [] } = beliefs
    return { loss, grads: { logits: grad }, state, pseudo: labels.pseudo, marked }
  }
}

/** Loss and gradient by `logits` [B * C] of what the labels cost. */
export function lossOf(
  logits: Numbers,
  labels: LabelRows,
  beliefs: Beliefs,
): { loss: number; grad: Float32Array } {
  const { state } = labels
  const { present, absent } = beliefs
  const otherwise = costsOf(labels, beliefs)
  const scale = beliefs.reduction === 'sum' ? 1 : 1 / Math.max(1, logits.length)
  const grad = new Float64Array(logits.length)
  let total = 0
  for (let i = 0; i < logits.length; i++) {
    const cost = state[i] === PRESENT ? present : state[i] === ABSENT ? absent : otherwise(i)
    const term = cost(logits[i] ?? 0)
    total += term.value
    grad[i] = term.slope * scale
  }
  let loss = total * scale
  for (const regularise of beliefs.regularisers ?? []) loss += regularise(logits, labels, grad)
  return { loss, grad: new Float32Array(grad) }
}

/** Of labels that nobody decided. */
function costsOf({ state, pseudo }: LabelRows, beliefs: Beliefs): (place: number) => Cost {
  return (i) => {
    if (state[i] === UNDECIDED) return free
    const target = pseudo[i] ?? Number.NaN
    if (beliefs.pseudo === undefined || Number.isNaN(target)) return beliefs.unknown(i)
    return beliefs.pseudo(target)
  }
}

/** Unknown places that `test` holds for. */
export function unknownPlaces({ state }: LabelRows, test: (place: number) => boolean): number[] {
  return [...state.keys()].filter((i) => state[i] === UNKNOWN && test(i))
}
