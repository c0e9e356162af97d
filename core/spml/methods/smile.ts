import type { Method, StepInput } from '../method'
import { binaryKernel, sigmoid } from '../parts/kernels'
import {
  distributionLoss,
  estimateLoss,
  evenness,
  graphLoss,
  mixedTargets,
} from '../parts/label-distribution'
import { addUp, outputOf } from '../parts/loss-parts'
import type { LossPart, Weighted } from '../parts/loss-parts'
import { describe } from '../parts/method-info'
import { integer, number, padding } from '../parts/parameters'
import { unknownPlaces } from '../parts/steps'

const XU =
  'Xu et al., "One Positive Label is Sufficient: Single-Positive Multi-Label Learning with Label Enhancement", NeurIPS 2022'
const SCENE = `${XU}, settings for scene`

/** A second model, which knows the neighbours of every picture, estimates what the first one learns. */
export const smile: Method = {
  info: describe({
    id: 'smile',
    title: 'Label enhancement',
    belief:
      'Every label holds to a degree, which a second model finds from the picture and those like it.',
    source: XU,
    parameters: [
      padding(1e-5),
      number('prior', 'Degree of an unknown label to begin with', 0.075, [0, 1], SCENE),
      number('mu', 'Share of the second model in the degree', 0.3, [0, 1], SCENE),
      integer('bias', 'Unknown labels count (1: 1 / (classes - 1), 0: rate)', 1, [0, 1], XU),
      number('rate', 'Weight of unknown labels', 0.5, [0, 1], SCENE),
      number('gamma', 'Weight of the reconstruction', 0.001, [0, 100], XU),
      number('delta', 'Weight of saying nothing', 1, [0, 100], XU),
      number('temperature', 'Divides the second model', 1, [0.01, 100], 'No published value'),
    ],
    limits:
      'The reconstruction takes the mean of the degree instead of a sample of it and leaves out the features; the divergence is the true one, the released code has another sign in it.',
  }),
  outputs: ['estimate'],
  companion: 'label-encoder',
  step: (input) => {
    const { outputs, labels, state, parameters } = input
    const { temperature = 1, mu = 0, prior = 0 } = parameters
    const estimate = outputOf(outputs, 'estimate').map((z) => z / temperature)
    const targets = mixedTargets(estimate.map(sigmoid), labels, { mu, prior })
    const kernel = binaryKernel(parameters['eps'] ?? 0)
    const sum = addUp(outputs.logits.length, {
      classifier: [
        1,
        distributionLoss(outputs.logits, labels, targets, { kernel, rate: rateOf(input) }),
      ],
      ...encoderParts(input, Float64Array.from(estimate)),
    })
    const marked = unknownPlaces(labels, (i) => (targets[i] ?? 0) > 0.5)
    return { ...sum, state, pseudo: labels.pseudo, marked }
  },
}

function rateOf({ parameters: { bias = 0, rate = 0 }, moment: { classes } }: StepInput): number {
  return bias === 1 ? 1 / Math.max(1, classes - 1) : rate
}

/**
 * What the second model learns from, by its logits / temperature. The mean of its degree is the degree
 * itself (to 1e-5), so that reconstructing labels from it is the same cost once more, `gamma` times.
 */
function encoderParts(
  { outputs, labels, moment, parameters }: StepInput,
  estimate: Float64Array,
): Weighted {
  const { eps = 0, gamma = 0, delta = 0, temperature = 1 } = parameters
  const cooled = ({ loss, grads }: LossPart): LossPart => ({
    loss,
    grads: { estimate: (grads.estimate ?? estimate).map((slope) => slope / temperature) },
  })
  const own: Weighted = {
    estimate: [1 + gamma, cooled(estimateLoss(estimate, labels, binaryKernel(eps)))],
    evenness: [delta, cooled(evenness(estimate, labels))],
  }
  const { neighbours } = outputs
  if (neighbours === undefined) return own
  const graph = graphLoss(estimate, labels, neighbours, moment.classes)
  return { ...own, graph: [gamma, cooled(graph)] }
}
