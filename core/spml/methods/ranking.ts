import type { Method } from '../method'
import { binaryKernel, free } from '../parts/kernels'
import { describe } from '../parts/method-info'
import { padding } from '../parts/parameters'
import { pairwiseRanking } from '../parts/regularisers'
import { stepOf } from '../parts/steps'
import { COLE } from './sources'

export const pr: Method = {
  info: describe({
    id: 'pr',
    title: 'Pairwise ranking',
    belief: 'What nobody labelled is less likely than what somebody did.',
    source: `${COLE}, released code`,
    parameters: [padding(0)],
  }),
  step: stepOf(({ moment: { classes }, parameters: { eps = 0 } }) => ({
    present: free,
    absent: binaryKernel(eps).negative,
    unknown: () => free,
    regularisers: [pairwiseRanking(classes)],
  })),
}
