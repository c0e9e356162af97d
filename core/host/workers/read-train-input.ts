import type { CacheShape, FeatureCache } from '../../features/feature-cache'
import type { RowStore } from '../../features/row-store'
import { squaresOf, type View } from '../../inference/views'
import type { CellReader } from '../../spml/closed-form/fit-input'
import type { MapReader, ReadMaps, TrainInput, Views } from '../../spml/train-input'
import { checkpointPath } from '../run-files'
import type { ImagePart, TrainOrder } from './training-calls'

/** All that a training learns from: pooled features in memory, whole maps read as they are needed. */
export async function readTrainInput(
  order: TrainOrder,
  cache: FeatureCache,
  signal: AbortSignal,
): Promise<TrainInput> {
  const { training, validation, labels, classes, teacher } = order
  const part = async ({ ids }: ImagePart) => ({
    features: await cache.pooled.read(Array.from(ids), undefined, signal),
    images: ids.length,
  })
  const { truth } = validation
  const judged = truth && validation.ids.length > 0 && { ...(await part(validation)), truth }
  const maps = order.wanted.maps.length > 0 ? await cache.maps() : null
  const cells = order.wanted.cells ? await cache.cells() : null
  const cellsOf = ({ ids }: ImagePart) =>
    cells && { cells: cellReader(cells, order.shape, readerOf(cells, ids, signal)) }
  return {
    ...(await part(training)),
    channels: order.shape.channels,
    classes: classes.length,
    labels,
    ...(training.truth && { truth: training.truth }),
    views: { ...(await readViews(order, cache, signal)), ...cellsOf(training) },
    ...(teacher && { teacher: { scores: teacher } }),
    ...(judged && {
      validation: {
        ...judged,
        ...(maps && { maps: { read: readerOf(maps, validation.ids, signal) } }),
        ...cellsOf(validation),
      },
    }),
    checkpoint: { path: checkpointPath(order.runDirectory), resume: order.resume },
  }
}

async function readViews(
  { training, wanted, emptyMap, shape }: TrainOrder,
  cache: FeatureCache,
  signal: AbortSignal,
): Promise<Views> {
  const ids = Array.from(training.ids)
  const rows = async (view: View) => (await cache.rows(view)).read(ids, undefined, signal)
  const reader = async (view: View) => readerOf(await cache.maps(view), training.ids, signal)
  const { strong, tiles } = kindsOf(wanted.views)
  const views: Views = {}
  if (wanted.maps.length > 0) {
    const { positions, channels } = shape
    const maps: MapReader = { positions, channels, read: await reader('plain') }
    if (wanted.maps.includes('mirrored')) maps.mirrored = await reader('mirrored')
    const strongMaps = kindsOf(wanted.maps).strong
    if (strongMaps.length > 0) maps.strong = await Promise.all(strongMaps.map(reader))
    views.maps = maps
  } else {
    if (wanted.views.includes('mirrored')) views.mirrored = await rows('mirrored')
    if (strong.length > 0) views.strong = await Promise.all(strong.map(rows))
  }
  if (tiles) views.tiles = { features: await rows(tiles), perImage: squaresOf(tiles) }
  if (emptyMap) views.emptyMap = emptyMap
  return views
}

function cellReader(store: RowStore, { channels }: CacheShape, read: ReadMaps): CellReader {
  return { channels, positions: store.rowLength / channels, read }
}

function kindsOf(views: readonly View[]): { strong: View[]; tiles: View | undefined } {
  return {
    strong: views.filter((view) => view.startsWith('strong-')),
    tiles: views.find((view) => squaresOf(view) > 1),
  }
}

/** Reads maps [rows, positions, channels] of a part's images from the disk. */
function readerOf(store: RowStore, ids: Int32Array, signal: AbortSignal): ReadMaps {
  return (rows) =>
    store.read(
      Array.from(rows, (row) => ids[row] ?? 0),
      undefined,
      signal,
    )
}
