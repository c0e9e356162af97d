import type { Method, Parameters } from '../method'
import { binaryKernel, towards, weigh } from '../parts/kernels'
import { describe } from '../parts/method-info'
import { integer, invalid, number, padding } from '../parts/parameters'
import { rankNegatives } from '../parts/rank-negatives'
import { stepOf } from '../parts/steps'
import { ZHOU } from './sources'

/** Methods that look at how sure the model is of an unknown label. */

const alpha = number(
  'alpha',
  'Weight of the entropy of unknown labels',
  0.1,
  [0, 1],
  `${ZHOU}, COCO`,
)

const entmin: Method = {
  info: describe({
    id: 'entmin',
    title: 'Entropy minimisation',
    belief: 'The model should make up its mind about what nobody labelled.',
    source: `Grandvalet and Bengio, "Semi-supervised Learning by Entropy Minimization", NIPS 2004`,
    parameters: [
      padding(1e-5),
      {
        ...alpha,
        default: 1,
        source: 'No published value; 1 is that of the worked example. It collapses, as published.',
      },
    ],
  }),
  step: stepOf(({ parameters: { eps = 0, alpha: weight = 0 } }) => {
    const { positive, negative, entropy } = binaryKernel(eps)
    const unknown = weigh([weight, entropy])
    return { present: positive, absent: negative, unknown: () => unknown }
  }),
}

export const em: Method = {
  info: describe({
    id: 'em',
    title: 'Entropy maximisation',
    belief: 'What nobody labelled is unknown: the model should stay in doubt about it.',
    source: ZHOU,
    parameters: [padding(1e-5), alpha],
  }),
  step: stepOf(({ parameters }) => doubtful(parameters)),
}

const emApl: Method = {
  info: describe({
    id: 'em-apl',
    title: 'Entropy maximisation with asymmetric pseudo-labels',
    belief: 'As entropy maximisation, and what scores lowest is gradually taken for absent.',
    source: ZHOU,
    parameters: [
      padding(1e-5),
      alpha,
      number('beta', 'Weight of pseudo-labels', 0.9, [0, 1], `${ZHOU}, COCO`),
      number('proportion', 'Unknown labels taken for absent in the end', 0.9, [0, 1], ZHOU),
      integer('warmup', 'Epochs before the first', 5, [0, 1000], ZHOU),
    ],
  }),
  step: stepOf(({ parameters }) => {
    const { eps = 0, beta = 0 } = parameters
    const kernel = binaryKernel(eps)
    const pseudo = (target: number) => weigh([beta, towards(target, kernel)])
    return { ...doubtful(parameters), pseudo }
  }),
  labelsAfterEpoch: ({ warmup = 0 }, { epoch, epochs }) => epoch >= warmup && epoch < epochs,
  afterEpoch: (end) => ({ pseudo: rankNegatives(end) }),
  check: checkWarmup,
}

/** Zhou et al.: an unknown label earns `alpha` times its entropy. */
export function doubtful({ eps = 0, alpha: weight = 0 }: Parameters) {
  const { positive, negative, entropy } = binaryKernel(eps)
  const unknown = weigh([-weight, entropy])
  return { present: positive, absent: negative, unknown: () => unknown }
}

function checkWarmup({ warmup = 0 }: Parameters, epochs: number): void {
  if (warmup < epochs) return
  throw invalid(`${warmup} epochs before the first pseudo-label leave none of ${epochs} epochs.`)
}

export const entropyMethods = [entmin, em, emApl]
