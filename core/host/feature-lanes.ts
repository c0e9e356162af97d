import type { CacheShape } from '../features/feature-cache'
import type { LanePlan } from '../features/lane-plan'
import type { Looker } from '../features/looker'
import { WorkerPool } from './worker-pool'
import type { FeatureCalls } from './workers/feature-calls'

/** Squares that a lane's network is given at once: their maps stay in a core's cache. */
export const LANE_BATCH = 4
/** One batch is in the network, one is decoded, one waits. */
const UNDER_WAY = 3

/** Several threads that look at pictures, each with a network of its own. */
export function openLanes(
  backbone: string,
  shape: CacheShape,
  { lanes, threads }: LanePlan,
  folder: URL,
): Looker {
  const pool = new WorkerPool<FeatureCalls>(new URL('feature-worker.js', folder), 'feature', {
    count: lanes,
    underWay: UNDER_WAY,
  })
  const network = { backbone, threads, batch: LANE_BATCH, spinning: false }
  return {
    batch: LANE_BATCH,
    underWay: lanes * UNDER_WAY,
    look: (images, kept, signal) =>
      pool.call('look', { network, shape, images, kept }, signal && { signal }),
    close: () => pool.stop(),
  }
}
