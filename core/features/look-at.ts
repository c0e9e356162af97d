import { Failure } from '../contract/failures'
import type { Backbone } from '../inference/backbones'
import { readViews } from '../inference/read-views'
import type { ViewSquares } from '../inference/read-views'
import { toPlanes } from '../inference/square'
import type { Square } from '../inference/square'
import type { View } from '../inference/views'
import { encodeFloat16 } from '../kernel/float16'
import { cellsOf, cellWeights } from './cells'
import type { CacheShape } from './feature-cache'
import type { Kept, LookedAt, Looker, ViewRows } from './looker'
import { channelsLast, poolMap } from './pooling'
import type { WantedImage } from './wanted-image'

type Decoded =
  | { readonly image: WantedImage; readonly views: readonly ViewSquares[] }
  | { readonly image: WantedImage; readonly failure: Failure }

/** What the network is given and what it is asked for. */
interface Sight {
  readonly backbone: Backbone
  readonly shape: CacheShape
  readonly kept: Kept
  /** Squares that the network is given at once. */
  readonly batch: number
  /** Memory of inputs that are done with: fresh pages for each would take as long as filling them. */
  readonly spare: Float32Array[]
}

/** Shows pictures to a network on this thread, which is blocked meanwhile; libuv's threads decode. */
export function lookHere(backbone: Backbone, shape: CacheShape, batch: number): Looker {
  const spare: Float32Array[] = []
  return {
    batch,
    underWay: 2,
    look: async (images, kept, signal) => {
      const decoded = await Promise.all(images.map((image) => decode(image, shape.side)))
      signal?.throwIfAborted()
      return lookAt({ backbone, shape, kept, batch, spare }, decoded)
    },
    close: () => Promise.resolve(),
  }
}

async function decode(image: WantedImage, side: number): Promise<Decoded> {
  const { id, path, views, size } = image
  try {
    return { image, views: await readViews(path, views, side, id, size) }
  } catch (error) {
    if (error instanceof Failure && error.code === 'IMAGE_UNREADABLE')
      return { image, failure: error }
    throw error
  }
}

async function lookAt(sight: Sight, decoded: readonly Decoded[]): Promise<LookedAt[]> {
  const rows = new Map<WantedImage, ViewRows[]>(decoded.map(({ image }) => [image, []]))
  const readable = decoded.flatMap((one) => ('views' in one ? [one] : []))
  for (const view of new Set(readable.flatMap(({ views }) => views.map((own) => own.view)))) {
    const shown = readable.flatMap(({ image, views }) => {
      const own = views.find((one) => one.view === view)
      return own ? [{ image, squares: own.squares }] : []
    })
    const maps = await mapsOf(
      sight,
      shown.flatMap(({ squares }) => squares),
    )
    for (const { image, squares } of shown)
      rows.get(image)?.push(rowsOf(sight, view, maps.splice(0, squares.length)))
  }
  return decoded.map((one) =>
    'failure' in one
      ? { id: one.image.id, path: one.image.path, reason: one.failure.message }
      : { id: one.image.id, rows: rows.get(one.image) ?? [] },
  )
}

/** Of the maps of a view's squares. */
function rowsOf({ shape, kept }: Sight, view: View, maps: readonly Float32Array[]): ViewRows {
  const { channels, positions } = shape
  const pooled = new Float32Array(maps.length * 2 * channels)
  for (const [i, map] of maps.entries())
    poolMap(map, channels, pooled.subarray(i * 2 * channels, (i + 1) * 2 * channels))
  const [map] = maps
  const keepsMap = map !== undefined && kept.maps.includes(view)
  const keepsCells = map !== undefined && kept.cells && view === 'plain'
  return {
    view,
    pooled: encodeFloat16(pooled),
    map: keepsMap ? encodeFloat16(channelsLast(map, channels)) : null,
    cells: keepsCells ? encodeFloat16(cellsOf(map, channels, cellWeights(positions))) : null,
  }
}

/** A feature map [C, positions] of each square; all squares have one side. */
async function mapsOf(
  { backbone, batch, spare }: Sight,
  squares: readonly Square[],
): Promise<Float32Array[]> {
  const maps: Float32Array[] = []
  for (let start = 0; start < squares.length; start += batch) {
    const some = squares.slice(start, start + batch)
    const side = some[0]?.side ?? 0
    const size = 3 * side * side
    const memory = takeOf(spare, some.length * size)
    const pixels = memory.subarray(0, some.length * size)
    for (const [i, square] of some.entries())
      toPlanes(square, pixels.subarray(i * size, (i + 1) * size))
    const { data } = await backbone.featureMaps(pixels, some.length, side)
    spare.push(memory)
    const length = data.length / some.length
    for (let i = 0; i < some.length; i++) maps.push(data.subarray(i * length, (i + 1) * length))
  }
  return maps
}

function takeOf(spare: Float32Array[], length: number): Float32Array {
  const memory = spare.pop()
  return memory && memory.length >= length ? memory : new Float32Array(length)
}
