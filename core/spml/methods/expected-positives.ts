import type { MethodInfo } from '../../contract/training'
import type { Method } from '../method'
import { beginExpected, expectedCount, expectedOf } from '../parts/expected-count'
import { binaryKernel, free } from '../parts/kernels'
import { describe } from '../parts/method-info'
import { number, padding } from '../parts/parameters'
import { expectedPositives } from '../parts/regularisers'
import { stepOf } from '../parts/steps'
import { COLE } from './sources'

/** Methods that hold the model to the number of classes that an image has on average. */

const epr: Method = {
  info: describe({
    id: 'epr',
    title: 'Expected positives',
    belief: 'Which unknown labels are present is open, but how many are on average is not.',
    source: COLE,
    parameters: [padding(1e-5), expectedCount],
  }),
  begin: beginExpected,
  step: stepOf((input) => {
    const { positive, negative } = binaryKernel(input.parameters['eps'] ?? 0)
    const expected = expectedOf(input)
    const regularisers = [
      expectedPositives({ expected, power: 2, weight: 1 }, input.moment.classes),
    ]
    return { present: positive, absent: negative, unknown: () => free, regularisers }
  }),
}

function regularised(facts: Pick<MethodInfo, 'id' | 'title' | 'belief'>, power: 1 | 2): Method {
  return {
    info: describe({
      ...facts,
      source: COLE,
      parameters: [
        padding(1e-5),
        expectedCount,
        number('reg', 'Weight of the expected number', 1, [0, 100], 'No published value'),
      ],
      limits:
        'No paper defines it; here it is assume negative with the expected number of positives as a regulariser.',
    }),
    begin: beginExpected,
    step: stepOf((input) => {
      const { eps = 0, reg: weight = 0 } = input.parameters
      const { positive, negative } = binaryKernel(eps)
      const expected = expectedOf(input)
      const regularisers = [expectedPositives({ expected, power, weight }, input.moment.classes)]
      return { present: positive, absent: negative, unknown: () => negative, regularisers }
    }),
  }
}

export const expectedPositivesMethods = [
  regularised(
    {
      id: 'l1r',
      title: 'Assume negative, absolute regulariser',
      belief: 'What nobody labelled is absent, but images hold a known number of classes.',
    },
    1,
  ),
  regularised(
    {
      id: 'l2r',
      title: 'Assume negative, squared regulariser',
      belief: 'What nobody labelled is absent, but images hold about a known number of classes.',
    },
    2,
  ),
  epr,
]
