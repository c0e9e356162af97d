import type { Method, StepInput } from '../method'
import { bottleneckDivergence } from '../parts/bottleneck'
import { binaryKernel, sigmoid, towards } from '../parts/kernels'
import { addUp, outputOf } from '../parts/loss-parts'
import { describe } from '../parts/method-info'
import { number, padding } from '../parts/parameters'
import { lossOf, unknownPlaces } from '../parts/steps'
import { checkWarmUp, warmUp } from '../parts/warm-up'

const MIME =
  'Liu et al., "Revisiting Pseudo-Label for Single-Positive Multi-Label Learning", ICML 2023'

/** Assume negative behind a bottleneck of noisy latent numbers; what is found certain stays present. */
export const mime: Method = {
  info: describe({
    id: 'mime',
    title: 'Pseudo-labels behind a bottleneck',
    belief:
      'What nobody labelled is absent, until a model that may remember only little is certain that it is present.',
    source: MIME,
    parameters: [
      padding(1e-5),
      number('beta', 'Weight of the bottleneck', 1e-4, [0, 1], `${MIME}, released code`),
      number('theta', 'Probability above which it is certain', 0.95, [0, 1], MIME),
      number('temperature', 'Divides the logits', 1, [0.01, 100], 'No published value'),
      warmUp(2, `${MIME}, COCO`),
    ],
    limits:
      'The released code reads class features of a Query2Label decoder, with latent numbers for each class; a head without class features has latent numbers for the whole picture.',
  }),
  outputs: ['latentMean', 'latentLogDeviation'],
  network: 'bottleneck',
  step: (input) => {
    const { outputs, labels, parameters, state } = input
    const mean = outputOf(outputs, 'latentMean', false)
    const logDeviation = outputOf(outputs, 'latentLogDeviation', false)
    const sum = addUp(outputs.logits.length, {
      an: [1, assumedNegative(input)],
      bottleneck: [parameters['beta'] ?? 0, bottleneckDivergence(mean, logDeviation)],
    })
    const marked = unknownPlaces(labels, (i) => labels.pseudo[i] === 1)
    return { ...sum, state, pseudo: labels.pseudo, marked }
  },
  labelsAfterEpoch: ({ warmup = 0 }, { epoch, epochs }) => epoch >= warmup && epoch < epochs,
  afterEpoch: ({ outputs: { logits }, labels, parameters: { theta = 1, temperature = 1 } }) => {
    const pseudo = labels.pseudo.slice()
    const certain = (i: number) => sigmoid((logits[i] ?? 0) / temperature) > theta
    for (const i of unknownPlaces(labels, certain)) pseudo[i] = 1
    return { pseudo }
  },
  check: checkWarmUp,
}

function assumedNegative({ outputs, labels, parameters }: StepInput) {
  const { eps = 0, temperature = 1 } = parameters
  const kernel = binaryKernel(eps)
  const cooled = Float64Array.from(outputs.logits, (z) => z / temperature)
  const { loss, grad } = lossOf(cooled, labels, {
    present: kernel.positive,
    absent: kernel.negative,
    unknown: () => kernel.negative,
    pseudo: (target) => towards(target, kernel),
  })
  return { loss, grads: { logits: grad.map((slope) => slope / temperature) } }
}
