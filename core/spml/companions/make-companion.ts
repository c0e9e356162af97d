import type { Method } from '../method'
import type { Companion, CompanionContext } from './companion'
import { estimateTable } from './estimate-table'
import { labelEncoder } from './label-encoder'
import { rewarder } from './rewarder'

export function makeCompanion(
  kind: NonNullable<Method['companion']>,
  context: CompanionContext,
): Companion {
  switch (kind) {
    case 'estimate-table':
      return estimateTable(context)
    case 'label-encoder':
      return labelEncoder(context)
    case 'rewarder':
      return rewarder(context)
  }
}
