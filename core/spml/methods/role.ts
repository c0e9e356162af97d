import type { MethodStep, Method, Numbers, Parameters, StepInput } from '../method'
import { beginExpected, expectedCount, expectedOf } from '../parts/expected-count'
import { binaryKernel, free, sigmoid, weigh } from '../parts/kernels'
import { describe } from '../parts/method-info'
import { integer, invalid, padding } from '../parts/parameters'
import { expectedPositives, imputed } from '../parts/regularisers'
import { lossOf } from '../parts/steps'
import { anLs } from './assume-negative'
import { COLE } from './sources'

/** Methods that estimate every unknown label in a table of its own, beside the model. */

type Side = { loss: number; grad: Float32Array }

/**
 * What one of the two learns while the other is held fixed: half from what people decided, half from
 * the other's probabilities, with the expected number of positives.
 */
function learnFrom(own: Numbers, other: Numbers, input: StepInput): Side {
  const { labels, moment, parameters } = input
  const kernel = binaryKernel(parameters['eps'] ?? 0)
  const targets = Float64Array.from(other, sigmoid)
  return lossOf(own, labels, {
    present: weigh([0.5, kernel.positive]),
    absent: weigh([0.5, kernel.negative]),
    unknown: () => free,
    regularisers: [
      imputed(targets, 0.5, kernel),
      expectedPositives({ expected: expectedOf(input), power: 2, weight: 0.5 }, moment.classes),
    ],
  })
}

function estimateOf({ outputs: { estimate } }: StepInput): Numbers {
  if (estimate === undefined) throw invalid('The estimates of the labels are missing.')
  return estimate
}

function joined(input: StepInput, network: Side, table: Side): MethodStep {
  const { state, labels } = input
  const grads = { logits: network.grad, estimate: table.grad }
  return { loss: network.loss + table.loss, grads, state, pseudo: labels.pseudo, marked: [] }
}

const role: Method = {
  info: describe({
    id: 'role',
    title: 'Online label estimation',
    belief:
      'Every unknown label has a value, and the model and a table of estimates find it together.',
    source: COLE,
    parameters: [padding(1e-5), expectedCount],
  }),
  outputs: ['estimate'],
  companion: 'estimate-table',
  training: { estimateRate: 10 },
  begin: beginExpected,
  step: (input) => {
    const estimate = estimateOf(input)
    const { logits } = input.outputs
    return joined(input, learnFrom(logits, estimate, input), learnFrom(estimate, logits, input))
  },
}

const roleLi: Method = {
  ...role,
  info: describe({
    id: 'role-li',
    title: 'Online label estimation after a linear start',
    belief:
      'As online label estimation, but the estimates first follow a model that assumes negatives.',
    source: COLE,
    parameters: [
      padding(1e-5),
      expectedCount,
      ...anLs.info.parameters.filter(({ id }) => id === 's'),
      integer('linearEpochs', 'Epochs of the linear start', 5, [0, 1000], 'Half of ten epochs'),
    ],
    limits:
      'On frozen features the start and what follows train the same head: the start is the first epochs of one training.',
  }),
  step: (input) => {
    if (input.moment.epoch > (input.parameters['linearEpochs'] ?? 0)) return role.step(input)
    const start = anLs.step(input)
    const network = { loss: start.loss, grad: start.grads.logits }
    return joined(input, network, learnFrom(estimateOf(input), input.outputs.logits, input))
  },
  check: checkStart,
}

function checkStart({ linearEpochs = 0 }: Parameters, epochs: number): void {
  if (linearEpochs < epochs) return
  throw invalid(`${linearEpochs} epochs of linear start leave none of ${epochs} epochs.`)
}

export const roleMethods = [role, roleLi]
