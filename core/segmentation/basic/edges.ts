import { type Guide, followEdges, guideOf } from './guided-filter'
import type { PictureMaps } from './networks'
import type { Raster } from './raster'

const guides = new WeakMap<PictureMaps, Guide>()

/** Logits that are sure enough. */
const MOST = 10

/** A raster of the colours' own size with its borders moved to the edges of the picture. */
export function atEdges(maps: PictureMaps, { logits, width, height }: Raster): Raster {
  const guide = guides.get(maps) ?? guideOfMaps(maps)
  guides.set(maps, guide)
  const inside = followEdges(
    guide,
    logits.map((logit) => 1 / (1 + Math.exp(-logit))),
  )
  return { logits: inside.map(logitOf), width, height }
}

function guideOfMaps({ rgb }: PictureMaps): Guide {
  const { data, dims } = rgb ?? { data: new Float32Array(), dims: [] }
  const [, , height = 0, width = 0] = dims
  return guideOf(
    data.map((value) => (value + 1) / 2),
    { width, height },
  )
}

function logitOf(share: number): number {
  if (share <= 0) return -MOST
  return share >= 1 ? MOST : Math.max(-MOST, Math.min(MOST, Math.log(share / (1 - share))))
}
