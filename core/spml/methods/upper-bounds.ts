import type { Method } from '../method'
import { binaryKernel, free } from '../parts/kernels'
import { describe } from '../parts/method-info'
import { padding } from '../parts/parameters'
import { stepOf } from '../parts/steps'
import { COLE } from './sources'

/** Bounds of the tables, which read the hidden truth. */

const bceFull: Method = {
  info: describe({
    id: 'bce-full',
    title: 'All labels known',
    belief: 'Upper bound: trains on the hidden truth.',
    source: 'Binary cross-entropy on complete labels',
    needs: ['truth'],
    parameters: [padding(1e-5)],
  }),
  startsFromTruth: true,
  step: stepOf(({ labels: { truth }, parameters: { eps = 0 } }) => {
    const { positive, negative } = binaryKernel(eps)
    const unknown = (i: number) => (truth?.[i] === 1 ? positive : negative)
    return { present: positive, absent: negative, unknown }
  }),
}

const bceIun: Method = {
  info: describe({
    id: 'bce-iun',
    title: 'One positive, all negatives known',
    belief: 'Bound: hidden positives are left out, hidden negatives are known.',
    source: COLE,
    needs: ['truth'],
    parameters: [padding(1e-5)],
  }),
  step: stepOf(({ labels: { truth }, parameters: { eps = 0 } }) => {
    const { positive, negative } = binaryKernel(eps)
    const unknown = (i: number) => (truth?.[i] === 1 ? free : negative)
    return { present: positive, absent: negative, unknown }
  }),
}

export const upperBounds = [bceFull, bceIun]
