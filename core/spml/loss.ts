import { binaryKernel } from './kernels'
import type { Term } from './kernels'
import { largeLosses } from './large-losses'
import { ABSENT, PRESENT, UNDECIDED } from './method'
import type { Coefficients, LabelRows, Method, Moment, Parameters } from './method'

/** Outcome of one step. `grad` is d loss / d logit [B * C]; `pseudo` the layer after the step. */
export type MethodStep = {
  loss: number
  grad: Float32Array
  pseudo: Float32Array
  /** Places among [B * C] that the method took for false negatives. */
  suspects: readonly number[]
}

const PRESENT_COSTS: Coefficients = [1, 0, 0]
const ABSENT_COSTS: Coefficients = [0, 1, 0]
const NOTHING: Coefficients = [0, 0, 0]

/**
 * Loss and gradient of a method on one batch, a pure function. logits [B * C], row-major.
 * The loss is the mean over all B * C labels, those of weight 0 included, as in the published code.
 * Suspects are chosen by the losses of this step and no gradient flows through the choice.
 */
export function stepMethod(
  method: Method,
  logits: Float32Array,
  labels: LabelRows,
  moment: Moment,
  parameters: Parameters,
): MethodStep {
  const assign = assigner(method, labels, moment, parameters)
  const kernel = binaryKernel(method.kernel === 'exact' ? 0 : (parameters['eps'] ?? 0))
  const suspects = findSuspects(method, logits, labels, moment, parameters)
  const grad = new Float32Array(logits.length)
  const suspected = new Set(suspects)
  let total = 0
  for (let i = 0; i < logits.length; i++) {
    const weights = suspected.has(i) ? (method.suspected ?? NOTHING) : assign(i)
    const term = combine(kernel, weights, logits[i] ?? 0)
    total += term.value
    grad[i] = term.slope / logits.length
  }
  return { loss: total / logits.length, grad, pseudo: keep(method, labels, suspects), suspects }
}

function combine(
  kernel: ReturnType<typeof binaryKernel>,
  [a, b, c]: Coefficients,
  z: number,
): Term {
  let value = 0
  let slope = 0
  const add = (weight: number, term: (z: number) => Term) => {
    if (weight === 0) return
    const at = term(z)
    value += weight * at.value
    slope += weight * at.slope
  }
  add(a, kernel.positive)
  add(b, kernel.negative)
  add(c, kernel.entropy)
  return { value, slope }
}

/** People's word first, then the method's own pseudo-labels, then what it believes of the unknown. */
function assigner(
  method: Method,
  { state, pseudo, truth }: LabelRows,
  moment: Moment,
  parameters: Parameters,
): (i: number) => Coefficients {
  const unknown = method.unknown(parameters, moment)
  return (i) => {
    if (state[i] === PRESENT) return PRESENT_COSTS
    if (state[i] === ABSENT) return ABSENT_COSTS
    if (state[i] === UNDECIDED) return NOTHING
    if (method.fromTruth !== undefined) return method.fromTruth(truth?.[i] === 1)
    const target = pseudo[i] ?? Number.NaN
    if (method.pseudo === undefined || Number.isNaN(target)) return unknown
    return method.pseudo(parameters, target)
  }
}

function findSuspects(
  method: Method,
  logits: Float32Array,
  labels: LabelRows,
  moment: Moment,
  parameters: Parameters,
): readonly number[] {
  const share = method.suspectShare?.(parameters, moment) ?? 0
  return share > 0 ? largeLosses(logits, labels, share) : []
}

function keep(method: Method, labels: LabelRows, suspects: readonly number[]): Float32Array {
  if (method.keepsSuspects !== true || suspects.length === 0) return labels.pseudo
  const pseudo = labels.pseudo.slice()
  for (const i of suspects) pseudo[i] = 1
  return pseudo
}
