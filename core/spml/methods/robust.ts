import type { Method, StepInput } from '../method'
import { beginExpected, expectedCount, expectedOf } from '../parts/expected-count'
import { binaryKernel, towards, weigh } from '../parts/kernels'
import { describe } from '../parts/method-info'
import { integer, number, padding } from '../parts/parameters'
import { expectedPositives } from '../parts/regularisers'
import { readLabel, readingAt, robustKernel } from '../parts/robust-kernel'
import { stepOf, unknownPlaces } from '../parts/steps'
import type { Beliefs } from '../parts/steps'
import { focusedOpinions, opinionAt } from '../parts/teacher-labels'
import type { Opinions } from '../parts/teacher-labels'
import { AEVLP, CHEN } from './sources'

/** Generalised robust loss and what is built on it. */

const COCO = `${AEVLP}, COCO`

/** Parameters of the schedules, with the values that the line ends with. */
function schedules(wT: number, bT: number, source: string) {
  return [
    number('w0', 'Slope of the line, first epoch', 0, [-100, 100], source),
    number('wT', 'Slope of the line, last epoch', wT, [-100, 100], source),
    number('b0', 'Offset of the line, first epoch', -2, [-1000, 1000], source),
    number('bT', 'Offset of the line, last epoch', bT, [-1000, 1000], source),
    number('mu0', 'Centre of the bell, first epoch', 0.5, [-10, 10], source),
    number('sigma0', 'Width of the bell, first epoch', 2, [0.001, 1000], source),
    number('muT', 'Centre of the bell, last epoch', 0.8, [-10, 10], source),
    number('sigmaT', 'Width of the bell, last epoch', 0.5, [0.001, 1000], source),
    number('q2', 'Robustness towards present (0: logarithm, 1: error)', 0.01, [0, 2], source),
    number('q3', 'Robustness towards absent (0: logarithm, 1: error)', 1, [0, 2], source),
  ]
}

/** Of every place: what an unknown label costs that nobody has an opinion of, and how much it counts. */
function read({ outputs: { logits }, moment, parameters }: StepInput) {
  const kernel = binaryKernel(parameters['eps'] ?? 0)
  const robust = robustKernel(parameters, kernel)
  const reading = readingAt(parameters, moment)
  const labelAt = (i: number) => readLabel(logits[i] ?? 0, reading)
  const neutral = (i: number) => {
    const { present, weight } = labelAt(i)
    return weigh([weight * present, robust.positive], [weight * (1 - present), robust.negative])
  }
  return { kernel, neutral, weightAt: (i: number) => labelAt(i).weight }
}

const gr: Method = {
  info: describe({
    id: 'gr',
    title: 'Generalised robust loss',
    belief: 'The model itself says how likely an unknown label is present, and how much it counts.',
    source: CHEN,
    parameters: [padding(1e-7), ...schedules(2, -2, `${CHEN}, released code`)],
  }),
  step: stepOf((input) => {
    const { kernel, neutral } = read(input)
    return { present: kernel.positive, absent: kernel.negative, unknown: neutral }
  }),
}

/** Opinions of a teacher [B * C] turn some unknown labels into soft positives or negatives. */
function opinionated(input: StepInput, opinions: Opinions | null): Beliefs {
  const { labels, moment, parameters } = input
  const { rho = 0, lam1 = 0, lam2 = 0, reg: weight = 0 } = parameters
  const { kernel, neutral, weightAt } = read(input)
  const smoothed = towards(rho, kernel)
  const opinion = opinionAt(labels, opinions)
  const unknown = (i: number) => {
    if (opinion(i) === 0) return neutral(i)
    if (opinion(i) === -1) return weigh([weightAt(i), kernel.negative])
    const doubt = Math.min(1 - lam2, Math.max(1 - lam1, weightAt(i)))
    return weigh([1 - doubt, smoothed])
  }
  return {
    present: kernel.positive,
    absent: kernel.negative,
    unknown,
    regularisers: [
      expectedPositives({ expected: expectedOf(input), power: 2, weight }, moment.classes),
    ],
    marked: unknownPlaces(labels, (i) => opinion(i) === 1),
  }
}

const gprParameters = [
  padding(1e-7),
  ...schedules(10, -8, COCO),
  number('lam1', 'Largest weight of a positive pseudo-label', 0.7, [0, 1], COCO),
  number('lam2', 'Smallest weight of a positive pseudo-label', 0.5, [0, 1], COCO),
  number('rho', 'Target of a positive pseudo-label', 0.9, [0, 1], COCO),
  number('reg', 'Weight of the expected number', 0.001, [0, 100], COCO),
  expectedCount,
]

const gpr: Method = {
  info: describe({
    id: 'gpr',
    title: 'Generalised pseudo-label robust loss',
    belief: 'As the generalised robust loss, with a known number of classes in an image.',
    source: AEVLP,
    parameters: gprParameters,
    limits: 'Without pseudo-labels from elsewhere; AEVLP is the same loss with those of a teacher.',
  }),
  begin: beginExpected,
  step: stepOf((input) => opinionated(input, null)),
}

const aevlp: Method = {
  ...gpr,
  info: describe({
    id: 'aevlp',
    title: 'Adaptive vision-language pseudo-labels',
    belief:
      'What a teacher sees in the picture or one of its tiles is present; the rest is judged by the model.',
    source: AEVLP,
    needs: ['teacher'],
    parameters: [
      ...gprParameters,
      number('eta', 'Score a tile must beat at most', 0.3, [0, 1], COCO),
      number('threshold', 'Score from which a class is present', 0.5, [0, 1], COCO),
      integer('topk', 'Classes of an image taken for present at most', 3, [0, 1000], COCO),
      number('ratio', 'Share of classes taken for absent', 0.3, [0, 1], COCO),
      integer('useNegatives', 'Classes taken for absent count (1: yes, 0: no)', 0, [0, 1], AEVLP),
    ],
    limits:
      'The teacher sees the same tiles in every epoch, not mirrored anew, and there is no noise from the relation of labels.',
  }),
  tiles: 4,
  step: stepOf((input) => {
    const { labels, moment, parameters } = input
    return opinionated(input, focusedOpinions(labels, moment.classes, parameters))
  }),
}

export const robustMethods = [gr, gpr, aevlp]
