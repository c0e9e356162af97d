import type { Method, StepInput } from '../method'
import { viewConsistency } from '../parts/consistency'
import { beginGaps, followGaps, informationGaps } from '../parts/gap-statistics'
import { binaryKernel, free } from '../parts/kernels'
import type { Kernel } from '../parts/kernels'
import { addUp, countLabels, outputOf } from '../parts/loss-parts'
import { describe } from '../parts/method-info'
import { number, padding } from '../parts/parameters'
import { lossOf, unknownPlaces } from '../parts/steps'
import { checkWarmUp, warmUp } from '../parts/warm-up'

const IGNORE = 'Song et al., IGNORE: information-gap false-negative rejection'

/**
 * An unknown class that loses as much as an observed one when everything outside of the observed class's
 * region is hidden, and that scores above what is usual for it, is left out.
 */
export const ignore: Method = {
  info: describe({
    id: 'ignore',
    title: 'Information-gap rejection',
    belief:
      'What nobody labelled is absent, unless hiding the rest of the picture takes away what spoke for it.',
    source: `${IGNORE}, and its released code`,
    needs: ['map-head', 'second-view'],
    parameters: [
      padding(1e-5),
      number('lamSPBC', 'Weight of observed positives in the plain view', 0.1, [0, 100], IGNORE),
      number('lamReg', 'Weight of agreement between views', 0.5, [0, 100], IGNORE),
      number(
        'lam',
        'Memory of the statistics (0: an epoch)',
        0.999,
        [0, 0.999999],
        `${IGNORE}; too long for a few hundred steps, for which 0 is better`,
      ),
      number('gammaCam', 'Evidence that stays shown', 0.4, [0, 1], `${IGNORE}, ResNet-50`),
      warmUp(3, `${IGNORE}, released code`),
    ],
    limits:
      'On cached maps the masked picture has its hidden cells replaced by those of an empty picture instead of being seen anew, evidence is scaled within each picture, and the strong view is one of a few fixed variants.',
  }),
  outputs: ['strong', 'masked'],
  begin: beginGaps,
  step: (input) => {
    const { outputs, labels } = input
    const kernel = binaryKernel(input.parameters['eps'] ?? 0)
    const { state, marked } = rejection(input)
    const { lamSPBC = 0, lamReg = 0 } = input.parameters
    const { present, taking } = countLabels(labels)
    const kept = taking - marked.length
    const sum = addUp(outputs.logits.length, {
      spbc: [lamSPBC / Math.max(1, present), observedPositives(input, kernel)],
      ign: [1 / Math.max(1, kept), keptLabels(input, kernel, marked)],
      reg: [lamReg, viewConsistency(outputs.logits, outputOf(outputs, 'strong'), labels)],
    })
    return { ...sum, state, pseudo: labels.pseudo, marked }
  },
  check: checkWarmUp,
}

/** The statistics with this batch, and the unknown labels that are left out. */
function rejection(input: StepInput) {
  const { outputs, labels, moment, parameters } = input
  const gaps = informationGaps(outputs.logits, outputOf(outputs, 'masked'))
  const { tau, mu } = followGaps(input, gaps)
  const rejects = moment.epoch > (parameters['warmup'] ?? 0)
  const usual = (i: number) => mu[i % moment.classes] ?? 0
  const marked = unknownPlaces(
    labels,
    (i) => rejects && (gaps[i] ?? 0) > tau && (outputs.logits[i] ?? 0) > usual(i),
  )
  return { state: { tau: Float32Array.of(tau), mu: Float32Array.from(mu) }, marked }
}

function observedPositives({ outputs, labels }: StepInput, { positive }: Kernel) {
  const { loss, grad } = lossOf(outputs.logits, labels, {
    present: positive,
    absent: free,
    unknown: () => free,
    reduction: 'sum',
  })
  return { loss, grads: { logits: grad } }
}

function keptLabels(
  { outputs, labels }: StepInput,
  { positive, negative }: Kernel,
  rejected: readonly number[],
) {
  const left = new Set(rejected)
  const { loss, grad } = lossOf(outputOf(outputs, 'strong'), labels, {
    present: positive,
    absent: negative,
    unknown: (i) => (left.has(i) ? free : negative),
    reduction: 'sum',
  })
  return { loss, grads: { strong: grad } }
}
