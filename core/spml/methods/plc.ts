import type { Method, StepInput } from '../method'
import { confidentLoss, confidentTargets } from '../parts/confident-labels'
import { exactKernel } from '../parts/kernels'
import { addUp, outputOf } from '../parts/loss-parts'
import type { LossPart, Weighted } from '../parts/loss-parts'
import { describe } from '../parts/method-info'
import { integer, invalid, number } from '../parts/parameters'
import { beginQueue, contrastBatch } from '../parts/contrast-queue'
import { lossOf, unknownPlaces } from '../parts/steps'

/** Methods in which what the model is sure of in the plain view teaches it in the strong one. */

const XIE =
  'Xie et al., "Label-Aware Global Consistency for Multi-Label Learning with Single Positive Labels", NeurIPS 2022'
const SCRIPT = `${XIE}, released code, COCO`
const VIEWS = 'On cached features the strong view is one of a few fixed variants.'

/** Assume negative on the plain view and confident labels on the strong one; [B * C]. */
function consistent({ outputs, labels }: StepInput, threshold: number) {
  const { positive, negative } = exactKernel
  const beliefs = { present: positive, absent: negative, unknown: () => negative }
  const targets = confidentTargets(outputs.logits, labels, threshold)
  const an = lossOf(outputs.logits, labels, beliefs)
  const assumed: LossPart = { loss: an.loss, grads: { logits: an.grad } }
  const parts: Weighted = {
    an: [1, assumed],
    plc: [1, confidentLoss(outputOf(outputs, 'strong'), labels, targets)],
  }
  return { targets, parts, marked: unknownPlaces(labels, (i) => targets[i] === 1) }
}

const plc: Method = {
  info: describe({
    id: 'plc',
    title: 'Pseudo-label consistency',
    belief:
      'What nobody labelled is absent, and what the model is sure of must survive a strong change of the picture.',
    source: XIE,
    needs: ['second-view'],
    parameters: [number('threshold', 'Probability from which it is sure', 0.6, [0.5, 1], SCRIPT)],
    limits: VIEWS,
  }),
  outputs: ['strong'],
  step: (input) => {
    const { labels, state, parameters, outputs } = input
    const { parts, marked } = consistent(input, parameters['threshold'] ?? 1)
    return { ...addUp(outputs.logits.length, parts), state, pseudo: labels.pseudo, marked }
  },
}

const lac: Method = {
  info: describe({
    id: 'lac',
    title: 'Label-aware global consistency',
    belief:
      'As pseudo-label consistency, and pictures of the same class look alike to that class, in all batches.',
    source: XIE,
    needs: ['second-view'],
    parameters: [
      number('threshold', 'Probability from which it is sure', 0.9, [0.5, 1], SCRIPT),
      number('firstThreshold', 'The same in the first stage', 0.6, [0.5, 1], SCRIPT),
      integer(
        'firstEpochs',
        'Epochs of the first stage',
        5,
        [0, 1000],
        'Half of ten epochs; the first stage is a training of its own in the paper',
      ),
      number('weight', 'Weight of the contrast', 1, [0, 100], SCRIPT),
      number('temperature', 'Temperature of the contrast', 0.5, [0.01, 10], SCRIPT),
      integer('queue', 'Labels remembered for the contrast', 512, [2, 4096], SCRIPT),
    ],
    limits: `${VIEWS} The second stage goes on from the last weights of the first one, not from its best. Without a Query2Label head the embedding of a class is made of the features of the whole picture.`,
  }),
  outputs: ['strong', 'embedding', 'strongEmbedding'],
  network: 'projection',
  training: { averageDecay: 0.9997 },
  begin: ({ parameters }) => beginQueue(parameters['queue'] ?? 0),
  step: (input) => {
    const { labels, moment, parameters, outputs, state } = input
    const { threshold = 1, firstThreshold = 1, firstEpochs = 0, weight = 0 } = parameters
    const size = outputs.logits.length
    if (moment.epoch <= firstEpochs) {
      const { parts, marked } = consistent(input, firstThreshold)
      return { ...addUp(size, parts), state, pseudo: labels.pseudo, marked }
    }
    const { targets, parts, marked } = consistent(input, threshold)
    const { part, queue } = contrastBatch(input, targets)
    const sum = addUp(size, { ...parts, lac: [weight, part] })
    return { ...sum, state: queue, pseudo: labels.pseudo, marked }
  },
  check: ({ firstEpochs = 0 }, epochs) => {
    if (firstEpochs < epochs) return
    throw invalid(`${firstEpochs} epochs of the first stage leave none of ${epochs} epochs.`)
  },
}

export const consistencyMethods = [plc, lac]
