import type { CacheShape } from '../features/feature-cache'
import type { LanePlan } from '../features/lane-plan'
import type { Looker } from '../features/looker'
import type { CardProvider } from '../inference/providers'
import { type PoolShape, WorkerPool } from './worker-pool'
import type { FeatureCalls, LaneNetwork } from './workers/feature-calls'

/** Squares that a lane's network is given at once: their maps stay in a core's cache. */
export const LANE_BATCH = 4
/** One batch is in the network, one is decoded, one waits. */
const UNDER_WAY = 3

/** What a card is given at once: it has many more units than a processor. */
const CARD_BATCH = 16

/**
 * A process that looks at pictures with a graphics card, whose driver may take it along. Decoding and
 * what follows the network have one thread there: a card makes the network the least of it.
 */
export function openCard(
  backbone: string,
  shape: CacheShape,
  provider: CardProvider,
  folder: URL,
): Looker {
  const network = { backbone, threads: 1, batch: CARD_BATCH, spinning: false, provider }
  return openPool(network, shape, { count: 1, underWay: UNDER_WAY, place: 'process' }, folder)
}

/** Several threads that look at pictures, each with a network of its own. */
export function openLanes(
  backbone: string,
  shape: CacheShape,
  { lanes, threads }: LanePlan,
  folder: URL,
): Looker {
  const provider = 'cpu' as const
  const network = { backbone, threads, batch: LANE_BATCH, spinning: false, provider }
  return openPool(network, shape, { count: lanes, underWay: UNDER_WAY }, folder)
}

function openPool(
  network: LaneNetwork,
  shape: CacheShape,
  workers: PoolShape,
  folder: URL,
): Looker {
  const file = new URL('feature-worker.js', folder)
  const pool = new WorkerPool<FeatureCalls>(file, 'feature', workers)
  return {
    batch: network.batch,
    underWay: workers.count * workers.underWay,
    look: (images, kept, signal) =>
      pool.call('look', { network, shape, images, kept }, signal && { signal }),
    close: () => pool.stop(),
  }
}
