import type { Method } from '../method'
import { number } from '../parts/parameters'
import { em } from './entropy'
import { largeLossMethods } from './large-loss'
import { BRIDGE } from './sources'

/**
 * Methods on boosted class activation maps. The loss is that of the method itself; the map head
 * multiplies what speaks for a class by `boost` before it averages.
 */

export const boost = number(
  'boost',
  'Factor on what speaks for a class in the map',
  5,
  [1, 100],
  `${BRIDGE}, released code`,
)

function boosted(base: Method): Method {
  const { info } = base
  return {
    ...base,
    info: {
      ...info,
      id: `boostlu-${info.id}`,
      title: `${info.title}, on boosted maps`,
      belief: `${info.belief.slice(0, -1)}; and its map shows too little of what is there.`,
      source: `${BRIDGE}; ${info.source}`,
      needs: [...info.needs, 'map-head'],
      parameters: [...info.parameters, boost],
      recommended: false,
    },
  }
}

export const boostedMethods = [...largeLossMethods, em].map(boosted)
