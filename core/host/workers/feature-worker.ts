import { lookHere } from '../../features/look-at'
import type { Looker } from '../../features/looker'
import { type Backbone, openBackbone } from '../../inference/backbones'
import { checkProvider } from '../../inference/providers'
import { serveWorker } from '../worker-channel'
import type { FeatureCalls, LaneNetwork } from './feature-calls'

/** The last thing that was made, again as long as the same is asked for. */
function remembered<Key, T>(make: (key: Key) => Promise<T>): (key: Key) => Promise<T> {
  let last: { readonly name: string; readonly made: Promise<T> } | null = null
  return (key) => {
    const name = JSON.stringify(key)
    if (last?.name !== name) last = { name, made: make(key) }
    return last.made
  }
}

const networkOf = remembered<LaneNetwork, Backbone>(({ backbone, ...options }) =>
  openBackbone(backbone, options),
)

const lookerOf = remembered<Pick<FeatureCalls['look']['input'], 'network' | 'shape'>, Looker>(
  async ({ network, shape }) => lookHere(await networkOf(network), shape, network.batch),
)

serveWorker<FeatureCalls>({
  look: async ({ network, shape, images, kept }, { signal }) =>
    (await lookerOf({ network, shape })).look(images, kept, signal),

  check: ({ provider }) => checkProvider(provider),

  bare: async ({ network, side, pictures }) => {
    const { batch } = network
    const backbone = await networkOf(network)
    const pixels = Float32Array.from({ length: batch * 3 * side ** 2 }, (_, i) => Math.sin(i * i))
    await backbone.featureMaps(pixels, batch, side)
    const started = performance.now()
    const runs = Math.ceil(pictures / batch)
    for (let run = 0; run < runs; run++) await backbone.featureMaps(pixels, batch, side)
    return (runs * batch * 1000) / (performance.now() - started)
  },
})
