import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type CacheShape, cacheShape, FeatureCache } from '../../features/feature-cache'
import { extractFeatures } from '../../features/extract'
import { fallBack } from '../../features/fall-back'
import { planLanes } from '../../features/lane-plan'
import { lookHere } from '../../features/look-at'
import type { Looker } from '../../features/looker'
import { channelsLast } from '../../features/pooling'
import {
  type Backbone,
  backboneFile,
  describeBackbone,
  openBackbone,
} from '../../inference/backbones'
import { decodeSquare } from '../../inference/read-square'
import { openSession } from '../../inference/session'
import { LANE_BATCH, openCard, openLanes } from '../feature-lanes'
import { serveWorker } from '../worker-channel'
import type { InferenceCalls } from './inference-calls'

/** Where the other workers lie. */
const folder = new URL('./', import.meta.url)

/** Pictures that are seen sooner than another thread has loaded the network. */
const FEW = 16

/** The backbones in use; there are one or two of them, a few megabytes each. */
const backbones = new Map<string, Promise<Backbone>>()

function backbone(id: string): Promise<Backbone> {
  const known = backbones.get(id)
  if (known) return known
  const opening = openBackbone(id)
  backbones.set(id, opening)
  opening.catch(() => backbones.delete(id))
  return opening
}

/** Few pictures are seen by the network that is loaded here; more are shared out among all cores. */
async function lookerFor(
  { backbone: id, provider }: Pick<InferenceCalls['extract']['input'], 'backbone' | 'provider'>,
  shape: CacheShape,
  missing: number,
  tell: (note: string) => void,
): Promise<Looker> {
  if (missing <= FEW) return lookHere(await backbone(id), shape, LANE_BATCH)
  const lanes = () => openAllLanes(id, shape, missing)
  if (provider === 'cpu') return lanes()
  return fallBack(openCard(id, shape, provider, folder), lanes, ({ message }) => {
    tell(`The graphics card failed, the processor went on: ${message}`)
  })
}

async function openAllLanes(id: string, shape: CacheShape, missing: number): Promise<Looker> {
  const { size } = await stat(await backboneFile(id))
  const plan = planLanes(availableParallelism(), size, missing)
  return openLanes(id, shape, plan, folder)
}

serveWorker<InferenceCalls>({
  shape: async (input) => cacheShape(await describeBackbone(input.backbone), input.side),

  extract: async (input, { signal, emit }) => {
    const shape = cacheShape(await describeBackbone(input.backbone), input.side)
    const cache = await FeatureCache.open(input.featuresDirectory, shape)
    try {
      const images = input.images.map((one) => ({ ...one, path: join(input.root, one.path) }))
      const { root, views, maps, cells } = input
      let note: string | null = null
      const open = (missing: number) =>
        lookerFor(input, shape, missing, (told) => {
          note = told
        })
      const steps = extractFeatures({ images, root, cache, open, views, maps, cells }, signal)
      for (;;) {
        const step = await steps.next()
        emit({ done: step.value.done, total: step.value.total })
        if (step.done) return { failed: step.value.failed, note }
      }
    } finally {
      await cache.close()
    }
  },

  look: async ({ backbone: id, side, path }) => {
    const network = await backbone(id)
    const pixels = await decodeSquare(path, side)
    const { data, height, width } = await network.featureMaps(pixels, 1, side)
    return { map: data, channels: network.channels, height, width }
  },

  empty: async ({ backbone: id, side }) => {
    const network = await backbone(id)
    const { data } = await network.featureMaps(new Float32Array(3 * side * side), 1, side)
    return channelsLast(data, network.channels)
  },

  classify: async ({ file, side, paths }) => {
    const session = await openSession(file)
    try {
      const logits = []
      for (const path of paths) {
        const pixels = await decodeSquare(path, side)
        logits.push((await session.run('pixels', pixels, [1, 3, side, side], 'logits')).data)
      }
      return logits
    } finally {
      await session.close()
    }
  },
})
