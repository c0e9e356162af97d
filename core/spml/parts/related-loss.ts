import { ABSENT, PRESENT, UNDECIDED } from '../method'
import type { StepInput } from '../method'
import { sigmoid } from './kernels'
import type { Term } from './kernels'
import { outputOf } from './loss-parts'
import type { LossPart } from './loss-parts'
import { smoothed, unrelated } from './relation'

/** Probabilities are not taken for smaller than this. */
const SMALLEST = 1e-8

/**
 * Consistency of SCPNet: cross-entropy of the strong view with what people or the plain view call present,
 * and `klLambda` times that with the probabilities of the plain view, smoothed by the state's `relation`.
 * Summed up over the images that have candidates.
 */
export function relatedLoss(input: StepInput, candidates: ReadonlySet<number>): LossPart {
  const { outputs, labels, moment, parameters, state } = input
  const { classes } = moment
  const { klLambda = 0 } = parameters
  const strong = outputOf(outputs, 'strong')
  const plain = Float64Array.from(outputs.logits, sigmoid)
  const soft = smoothed(plain, state['relation'] ?? unrelated(classes), classes)
  const used = new Set([...candidates].map((i) => Math.floor(i / classes)))
  const grad = new Float64Array(strong.length)
  let loss = 0
  for (const [i, share] of soft.entries()) {
    const label = labels.state[i]
    if (!used.has(Math.floor(i / classes)) || label === UNDECIDED) continue
    const hard = Number(label === PRESENT || candidates.has(i))
    const first = clampedEntropy(hard, strong[i] ?? 0)
    const second = clampedEntropy(label === ABSENT ? 0 : share, strong[i] ?? 0)
    loss += first.value + klLambda * second.value
    grad[i] = first.slope + klLambda * second.slope
  }
  return { loss, grads: { strong: grad } }
}

/** Cross-entropy with a target whose probabilities are at least `SMALLEST`. */
function clampedEntropy(target: number, z: number): Term {
  const p = sigmoid(z)
  const q = sigmoid(-z)
  const value =
    -target * Math.log(Math.max(p, SMALLEST)) - (1 - target) * Math.log(Math.max(q, SMALLEST))
  const slope = (q > SMALLEST ? (1 - target) * p : 0) - (p > SMALLEST ? target * q : 0)
  return { value, slope }
}
