import type { MethodInfo } from '../../contract/training'
import type { Parameters } from '../method'
import { describe } from '../parts/method-info'
import { number } from '../parts/parameters'
import type { ClosedFormSettings } from './fit'

/** A method whose classifier is solved for in one go, from targets 1 where a label is present and else 0. */
export type ClosedFormMethod = {
  info: MethodInfo
  settings: (parameters: Parameters) => ClosedFormSettings
}

const MEASURED = 'Measured on photographs with one positive each; docs/recipe.md'
const BELIEF = 'What nobody labelled is absent; strong regularisation keeps the fit from insisting.'

const kernelParameters = [
  number('sharpness', 'Sharpness of the kernel', 1, [0.01, 20], MEASURED),
  number('lambda', 'Ridge', 2, [0.001, 10_000], MEASURED),
]
const ldaParameters = [
  number('shrinkage', 'Shrinkage of the covariance', 0.6, [0.001, 1], MEASURED),
  number('temperature', 'Sharpness of the posterior', 0.5, [0.01, 10], MEASURED),
]
const attentionParameters = [
  number('attention', 'Sharpness of the attention', 0.5, [0, 10], MEASURED),
  number('evidenceRidge', 'Ridge of the evidence', 1, [0.001, 10_000], MEASURED),
  number('seenRidge', 'Ridge on what is attended to', 8, [0.001, 10_000], MEASURED),
]

const kernelOf = ({ sharpness = 1, lambda = 2 }: Parameters) => ({ sharpness, lambda })
const ldaOf = ({ shrinkage = 0.6, temperature = 0.5 }: Parameters) => ({ shrinkage, temperature })
const attentionOf = ({ attention = 0.5, evidenceRidge = 1, seenRidge = 8 }: Parameters) => ({
  sharpness: attention,
  evidenceRidge,
  ridge: seenRidge,
})

/** Methods without epochs: the strongest simple baselines, and what they give together. */
export const closedFormMethods: readonly ClosedFormMethod[] = [
  {
    info: describe({
      inEpochs: false,
      id: 'ensemble',
      title: 'Closed-form ensemble',
      belief:
        'What nobody labelled is absent, said gently; and a single label tells which one class people saw first.',
      source:
        'Kernel ridge, class-wise attention and discriminant analysis together; docs/recipe.md',
      limits: `Beyond 8,000 labelled images a plain ridge takes the place of the kernel.`,
      parameters: [
        ...kernelParameters,
        ...attentionParameters,
        ...ldaParameters,
        number('posteriorShare', 'Weight of the posterior', 0.5, [0, 10], MEASURED),
      ],
    }),
    settings: (parameters) => ({
      kernel: kernelOf(parameters),
      attention: attentionOf(parameters),
      lda: ldaOf(parameters),
      posteriorShare: parameters['posteriorShare'] ?? 0.5,
    }),
  },
  {
    info: describe({
      inEpochs: false,
      id: 'kernel-ridge',
      title: 'Kernel ridge regression',
      belief: BELIEF,
      source: 'Saunders et al., "Ridge Regression Learning Algorithm in Dual Variables", ICML 1998',
      limits: 'Beyond 8,000 labelled images a plain ridge takes its place.',
      parameters: kernelParameters,
    }),
    settings: (parameters) => ({ kernel: kernelOf(parameters), posteriorShare: 0 }),
  },
  {
    info: describe({
      inEpochs: false,
      id: 'ridge',
      title: 'Ridge regression',
      belief: BELIEF,
      source: 'Hoerl & Kennard, "Ridge Regression", Technometrics 1970',
      parameters: [number('lambda', 'Ridge', 4, [0.001, 10_000], MEASURED)],
    }),
    settings: ({ lambda = 4 }) => ({ ridge: { lambda }, posteriorShare: 0 }),
  },
  {
    info: describe({
      inEpochs: false,
      id: 'lda',
      title: 'Linear discriminant analysis',
      belief: 'A single label says which one of the classes was chosen; the rest is unknown.',
      source: 'Fisher 1936, with a covariance shrunk as by Ledoit & Wolf 2004',
      parameters: ldaParameters,
    }),
    settings: (parameters) => ({ lda: ldaOf(parameters), posteriorShare: 1 }),
  },
]

export function findClosedForm(id: string): ClosedFormMethod | undefined {
  return closedFormMethods.find(({ info }) => info.id === id)
}
