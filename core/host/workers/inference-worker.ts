import { join } from 'node:path'
import { cacheShape, FeatureCache } from '../../features/feature-cache'
import { extractFeatures } from '../../features/extract'
import { channelsLast } from '../../features/pooling'
import { type Backbone, describeBackbone, openBackbone } from '../../inference/backbones'
import { decodeSquare } from '../../inference/decode'
import { openSession } from '../../inference/session'
import { serveWorker } from '../worker-channel'
import type { InferenceCalls } from './inference-calls'

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

/** Loaded for the first picture only: mostly nothing is missing. */
async function unopened(id: string): Promise<Backbone> {
  return {
    ...(await describeBackbone(id)),
    featureMaps: async (...input) => (await backbone(id)).featureMaps(...input),
    close: () => Promise.resolve(),
  }
}

serveWorker<InferenceCalls>({
  shape: async (input) => cacheShape(await describeBackbone(input.backbone), input.side),

  extract: async (input, { signal, emit }) => {
    const network = await unopened(input.backbone)
    const shape = cacheShape(network, input.side)
    const cache = await FeatureCache.open(input.featuresDirectory, shape)
    try {
      const images = input.images.map((one) => ({ ...one, path: join(input.root, one.path) }))
      const { root, views, maps, cells } = input
      const steps = extractFeatures(
        { images, root, cache, backbone: network, views, maps, cells },
        signal,
      )
      for (;;) {
        const step = await steps.next()
        emit({ done: step.value.done, total: step.value.total })
        if (step.done) return { failed: step.value.failed }
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
