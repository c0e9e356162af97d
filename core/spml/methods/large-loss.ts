import type { MethodInfo } from '../../contract/training'
import type { Method, Moment, StepInput } from '../method'
import { binaryKernel, free, towards } from '../parts/kernels'
import type { Cost, Kernel } from '../parts/kernels'
import { countOfShare, largeLosses } from '../parts/large-losses'
import { describe } from '../parts/method-info'
import { integer, number, padding } from '../parts/parameters'
import { stepOf, unknownPlaces } from '../parts/steps'
import { BRIDGE, KIM } from './sources'

/** Methods that take the unknown labels with the largest losses for false negatives. */

/** Share of a batch that is suspected, 0..1. */
type Share = (delta: number, moment: Moment) => number

/** It grows by `delta` percent with every epoch; the first one has none. */
const growing: Share = (delta, { epoch }) => Math.min(1, (delta / 100) * (epoch - 1))
/** From the second epoch on it is `delta` percent. */
const constant: Share = (delta, { epoch }) => (epoch > 1 ? delta / 100 : 0)

function suspects({ outputs, labels, moment, parameters }: StepInput, share: Share): number[] {
  const { delta = 0, k = -1 } = parameters
  const { logits } = outputs
  const count = k < 0 ? countOfShare(logits.length, share(delta, moment)) : k
  return largeLosses(logits, labels, count)
}

/** A step in which the suspects cost something else than the other unknown labels. */
function suspecting(cost: (kernel: Kernel) => Cost): Method['step'] {
  return stepOf((input) => {
    const kernel = binaryKernel(input.parameters['eps'] ?? 0)
    const { positive, negative } = kernel
    const suspected = cost(kernel)
    const marked = suspects(input, growing)
    const places = new Set(marked)
    const unknown = (i: number) => (places.has(i) ? suspected : negative)
    return { present: positive, absent: negative, unknown, marked }
  })
}

/** A suspect becomes a pseudo-label at once and stays one. */
const correctForGood: Method['step'] = (input) => {
  const found = suspects(input, constant)
  const pseudo = found.length > 0 ? input.labels.pseudo.slice() : input.labels.pseudo
  for (const i of found) pseudo[i] = 1
  const kernel = binaryKernel(input.parameters['eps'] ?? 0)
  const step = stepOf(() => ({
    present: kernel.positive,
    absent: kernel.negative,
    unknown: () => kernel.negative,
    pseudo: (target) => towards(target, kernel),
    marked: unknownPlaces(input.labels, (i) => pseudo[i] === 1),
  }))
  return step({ ...input, labels: { ...input.labels, pseudo } })
}

/** A suspect counts as present in this step; for methods that put something beside it. */
export const correctForStep = suspecting(({ positive }) => positive)

/** Parameters of all of them. */
export function largeLossParameters(delta: number, source = `${BRIDGE}, released code`) {
  return [
    padding(0),
    number('delta', 'Percent of a batch suspected, more each epoch', delta, [0, 100], source),
    integer('k', 'Labels of a batch suspected (-1: by percent)', -1, [-1, 1e6], KIM),
  ]
}

function largeLoss(
  facts: Pick<MethodInfo, 'id' | 'title' | 'belief'>,
  delta: number,
  step: Method['step'],
): Method {
  const parameters = largeLossParameters(delta)
  return { info: describe({ ...facts, source: KIM, parameters }), step }
}

export const largeLossMethods = [
  largeLoss(
    {
      id: 'll-r',
      title: 'Large loss, rejected',
      belief: 'What nobody labelled is absent, unless it fits so badly that it is left out.',
    },
    0.5,
    suspecting(() => free),
  ),
  largeLoss(
    {
      id: 'll-ct',
      title: 'Large loss, corrected for a step',
      belief: 'What nobody labelled is absent, unless it fits so badly that it counts as present.',
    },
    0.2,
    correctForStep,
  ),
  largeLoss(
    {
      id: 'll-cp',
      title: 'Large loss, corrected for good',
      belief: 'What nobody labelled is absent, until it fits so badly that it stays present.',
    },
    0.1,
    correctForGood,
  ),
]
