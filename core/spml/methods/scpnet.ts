import type { Method, Parameters } from '../method'
import { beginSelected, findCertain } from '../parts/class-accuracy'
import { sigmoid } from '../parts/kernels'
import { addUp } from '../parts/loss-parts'
import { describe } from '../parts/method-info'
import { integer, number } from '../parts/parameters'
import { classSimilarity, relationOf, unrelated } from '../parts/relation'
import { relatedLoss } from '../parts/related-loss'
import { splc } from './focus'

const DING =
  'Ding et al., "Exploring Structured Semantic Prior for Multi Label Recognition with Incomplete Labels", CVPR 2023'
const COCO = `${DING}, COCO`

/** Self-paced correction on the plain view; what is certain there, smoothed by related classes, on the strong one. */
export const scpnet: Method = {
  info: describe({
    id: 'scpnet',
    title: 'Structured prior',
    belief:
      'What the model finds in the plain view is present in the strong one too, and so, a little, is what goes with it.',
    source: DING,
    needs: ['second-view'],
    parameters: [
      ...splc.info.parameters,
      number('consistency', 'Weight of the strong view', 0.125, [0, 100], DING),
      number('pCutoff', 'Probability of a certain label', 0.95, [0, 1], DING),
      integer('hardK', 'Certain labels of an image at most', 2, [1, 10_000], COCO),
      number('klLambda', 'Weight of the smoothed labels', 1, [0, 100], COCO),
      integer('sparseTopk', 'Classes that a class goes with', 20, [1, 10_000], 'Own choice'),
      number('reweightP', 'Share of other classes in the relation', 0.2, [0, 1], DING),
      number('relationT', 'Temperature of the relation', 0.3, [0.01, 10], DING),
    ],
    limits:
      'Without fine-tuned CLIP and its graph of class names: classes are related where a teacher, or else the model itself, gives them scores together, from the second epoch on. On cached features the strong view is one of a few fixed variants.',
  }),
  outputs: ['strong'],
  training: { averageDecay: 0.9997 },
  begin: (run) => ({ ...beginSelected(run), relation: unrelated(run.classes) }),
  step: (input) => {
    const { outputs, labels, state } = input
    const { grads, loss, marked } = splc.step(input)
    const { candidates, selected } = findCertain(input)
    const sum = addUp(outputs.logits.length, {
      splc: [1, { loss, grads }],
      consistency: [input.parameters['consistency'] ?? 0, relatedLoss(input, candidates)],
    })
    return { ...sum, state: { ...state, selected }, pseudo: labels.pseudo, marked }
  },
  labelsAfterEpoch: (_, { epoch, epochs }) => epoch < epochs,
  afterEpoch: ({ outputs: { logits }, labels, moment: { classes }, parameters, state }) => {
    const scores = labels.teacher ?? Float64Array.from(logits, sigmoid)
    const similarity = classSimilarity(scores, classes)
    const relation = Float32Array.from(relationOf(similarity, classes, settingsOf(parameters)))
    return { pseudo: labels.pseudo, state: { ...state, relation } }
  },
}

function settingsOf({ sparseTopk = 0, reweightP = 0, relationT = 1 }: Parameters) {
  return { kept: sparseTopk, others: reweightP, temperature: relationT }
}
