import type { Method } from '../method'
import {
  asymmetricNegative,
  asymmetricPositive,
  focalCosts,
  hillNegative,
  withMargin,
} from '../parts/focus'
import { binaryKernel, sigmoid } from '../parts/kernels'
import { describe } from '../parts/method-info'
import { integer, number, padding } from '../parts/parameters'
import { stepOf, unknownPlaces } from '../parts/steps'
import { ZHANG } from './sources'

/** Methods that take unknown labels for absent and weigh them by how well that fits. */

const LIN = 'Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017'
const RIDNIK = 'Ridnik et al., "Asymmetric Loss For Multi-Label Classification", ICCV 2021'

const focal: Method = {
  info: describe({
    id: 'focal',
    title: 'Focal loss',
    belief: 'What nobody labelled is absent, and what fits already is not worth the effort.',
    source: LIN,
    parameters: [padding(0), number('gamma', 'Focus', 2, [0, 10], LIN)],
  }),
  step: stepOf(({ parameters: { eps = 0, gamma = 0 } }) => {
    const { positive, negative } = focalCosts(binaryKernel(eps), gamma)
    return { present: positive, absent: negative, unknown: () => negative }
  }),
}

const asl: Method = {
  info: describe({
    id: 'asl',
    title: 'Asymmetric loss',
    belief: 'What nobody labelled is absent, and what is absent hardly matters where that fits.',
    source: RIDNIK,
    parameters: [
      { ...padding(1e-8), title: 'Smallest probability', source: RIDNIK },
      number('gneg', 'Focus on negatives', 4, [0, 10], RIDNIK),
      number('gpos', 'Focus on positives', 1, [0, 10], `${RIDNIK}, released code`),
      number('clip', 'Probability of negatives that is forgiven', 0.05, [0, 1], RIDNIK),
      integer('focusGrad', 'Gradient through the focus (1: yes, 0: no)', 1, [0, 1], RIDNIK),
    ],
  }),
  step: stepOf(({ parameters: { eps = 0, gneg = 0, gpos = 0, clip = 0, focusGrad = 0 } }) => {
    const held = focusGrad === 0
    const present = asymmetricPositive({ gamma: gpos, smallest: eps, held })
    const absent = asymmetricNegative({ gamma: gneg, smallest: eps, held }, clip)
    return { present, absent, unknown: () => absent, reduction: 'sum' }
  }),
}

const hill: Method = {
  info: describe({
    id: 'hill',
    title: 'Hill loss',
    belief: 'What nobody labelled is absent, unless the model is very sure that it is not.',
    source: ZHANG,
    parameters: [
      padding(1e-7),
      number('lambda', 'Where the slope of the hill turns', 1.5, [1, 3], ZHANG),
    ],
  }),
  step: stepOf(({ parameters: { eps = 0, lambda = 0 } }) => {
    const unknown = hillNegative(lambda)
    return { present: binaryKernel(eps).positive, absent: unknown, unknown: () => unknown }
  }),
}

export const splc: Method = {
  info: describe({
    id: 'splc',
    title: 'Self-paced loss correction',
    belief: 'What nobody labelled is absent, until the model finds it present.',
    source: ZHANG,
    parameters: [
      padding(0),
      number('tau', 'Probability from which an unknown label is present', 0.6, [0, 1], ZHANG),
      number('margin', 'Margin on known positives', 1, [0, 10], ZHANG),
      number('gamma', 'Focus', 2, [0, 10], ZHANG),
      integer('warmup', 'Epochs before labels are corrected', 1, [0, 1000], ZHANG),
    ],
  }),
  step: stepOf(({ outputs: { logits }, labels, moment, parameters }) => {
    const { eps = 0, tau = 0, margin = 0, gamma = 0, warmup = 0 } = parameters
    const { positive, negative } = focalCosts(binaryKernel(eps), gamma)
    const corrects = moment.epoch > warmup
    const found = (i: number) => corrects && sigmoid(logits[i] ?? 0) > tau
    return {
      present: withMargin(positive, margin),
      absent: negative,
      unknown: (i) => (found(i) ? positive : negative),
      reduction: 'sum',
      marked: unknownPlaces(labels, found),
    }
  }),
}

export const focusMethods = [focal, asl, hill, splc]
