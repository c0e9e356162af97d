import type { Method, Moment, Parameters } from '../method'
import { exactKernel, free, sigmoid } from '../parts/kernels'
import { addUp, outputOf } from '../parts/loss-parts'
import { describe } from '../parts/method-info'
import { number } from '../parts/parameters'
import { beginRewards, filterByReward } from '../parts/reward-filter'
import { lossOf, unknownPlaces } from '../parts/steps'
import { doubtful, em } from './entropy'

const LI = 'Li et al., "SemiReward: A General Reward Model for Semi-supervised Learning", ICLR 2024'

/** Entropy maximisation, and pseudo-labels that a second network thinks well of. */
export const semireward: Method = {
  info: describe({
    id: 'semireward',
    title: 'Rewarded pseudo-labels',
    belief:
      'What nobody labelled is unknown, unless the model is sure of it and a judge of labels agrees.',
    source: `${LI}; pseudo-labels of Xie et al., NeurIPS 2022`,
    needs: ['second-view'],
    parameters: [
      ...em.info.parameters,
      number('threshold', 'Probability from which the model is sure', 0.6, [0.5, 1], 'As plc'),
      number('weight', 'Weight of pseudo-labels', 1, [0, 100], LI),
      number('start', 'Share of all steps before the judge is asked', 0.1, [0, 1], LI),
    ],
    limits:
      'Experimental: no paper says what it is for several labels. The judge learns from observed labels and corrupted ones, there is no generator of labels, and the strong view is one of a few fixed variants.',
  }),
  outputs: ['strong', 'reward'],
  companion: 'rewarder',
  begin: beginRewards,
  step: ({ outputs, labels, moment, parameters, state }) => {
    const { threshold = 1, weight = 0 } = parameters
    const found = judges(parameters, moment)
      ? unknownPlaces(labels, (i) => sigmoid(outputs.logits[i] ?? 0) >= threshold)
      : []
    const { accepted, state: next } = filterByReward(found, outputOf(outputs, 'reward'), state)
    const places = new Set(accepted)
    const base = doubtful(parameters)
    const open = base.unknown()
    const plain = lossOf(outputs.logits, labels, {
      ...base,
      unknown: (i) => (places.has(i) ? free : open),
    })
    const strong = lossOf(outputOf(outputs, 'strong'), labels, {
      present: free,
      absent: free,
      unknown: (i) => (places.has(i) ? exactKernel.positive : free),
      reduction: 'sum',
    })
    const sum = addUp(outputs.logits.length, {
      em: [1, { loss: plain.loss, grads: { logits: plain.grad } }],
      pseudo: [
        weight / Math.max(1, accepted.length),
        { loss: strong.loss, grads: { strong: strong.grad } },
      ],
    })
    return { ...sum, state: next, pseudo: labels.pseudo, marked: accepted }
  },
}

function judges({ start = 0 }: Parameters, { step, steps, epochs }: Moment): boolean {
  return step > start * steps * epochs
}
