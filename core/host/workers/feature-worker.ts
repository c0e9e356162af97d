import { lookHere } from '../../features/look-at'
import { type Backbone, openBackbone } from '../../inference/backbones'
import { serveWorker } from '../worker-channel'
import type { FeatureCalls, LaneNetwork } from './feature-calls'

/** One lane sees pictures through one network only. */
let opened: { readonly name: string; readonly backbone: Promise<Backbone> } | null = null

function open({ backbone, threads }: LaneNetwork): Promise<Backbone> {
  const name = JSON.stringify([backbone, threads])
  if (opened?.name === name) return opened.backbone
  opened = { name, backbone: openBackbone(backbone, { threads }) }
  return opened.backbone
}

serveWorker<FeatureCalls>({
  look: async ({ network, shape, images, kept }, { signal }) => {
    const looker = lookHere(await open(network), shape, network.batch)
    return looker.look(images, kept, signal)
  },

  bare: async ({ network, side, pictures }) => {
    const { batch } = network
    const backbone = await open(network)
    const pixels = Float32Array.from({ length: batch * 3 * side ** 2 }, (_, i) => Math.sin(i * i))
    await backbone.featureMaps(pixels, batch, side)
    const started = performance.now()
    const runs = Math.ceil(pictures / batch)
    for (let run = 0; run < runs; run++) await backbone.featureMaps(pixels, batch, side)
    return (runs * batch * 1000) / (performance.now() - started)
  },
})
