import type { Method } from '../method'
import { binaryKernel, free, towards, weigh } from '../parts/kernels'
import { describe } from '../parts/method-info'
import { integer, number, padding } from '../parts/parameters'
import { stepOf, unknownPlaces } from '../parts/steps'
import { confidentOpinions, opinionAt } from '../parts/teacher-labels'
import { doubtful } from './entropy'
import { VLPL, ZHOU } from './sources'

export const vlpl: Method = {
  info: describe({
    id: 'vlpl',
    title: 'Vision-language pseudo-labels',
    belief:
      'What a teacher is confident of is present; about the rest the model should stay in doubt.',
    source: VLPL,
    needs: ['teacher'],
    parameters: [
      padding(1e-5),
      number('alpha', 'Weight of the entropy of unknown labels', 0.1, [0, 1], `${ZHOU}, COCO`),
      number('betaPos', 'Weight of pseudo-labels', 0.7, [0, 1], VLPL),
      number('rho', 'Target of a pseudo-label', 0.9, [0, 1], VLPL),
      number(
        'tau',
        'Temperature of the teacher (0: its scores are probabilities)',
        0,
        [0, 10],
        'For similarities the paper has 0.01 (COCO) and 0.03 (the others)',
      ),
      number('theta', 'Belief above which a class is present', 0.3, [0, 1], `${VLPL}, COCO`),
      number('delta', 'Share of classes taken for absent', 0, [0, 1], VLPL),
      integer('useNegatives', 'Classes taken for absent: 1 learned, 0 left out', 0, [0, 1], VLPL),
    ],
  }),
  step: stepOf(({ labels, moment, parameters }) => {
    const { eps = 0, betaPos = 0, rho = 0, useNegatives = 0 } = parameters
    const kernel = binaryKernel(eps)
    const believed = weigh([betaPos, towards(rho, kernel)])
    const doubted = useNegatives === 1 ? weigh([betaPos, towards(1 - rho, kernel)]) : free
    const opinions = confidentOpinions(labels, moment.classes, parameters)
    const opinion = opinionAt(labels, opinions)
    const base = doubtful(parameters)
    const open = base.unknown()
    return {
      ...base,
      unknown: (i) => {
        if (opinion(i) === 1) return believed
        return opinion(i) === -1 ? doubted : open
      },
      marked: unknownPlaces(labels, (i) => opinion(i) === 1),
    }
  }),
}
