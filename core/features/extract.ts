import { checkRoot } from '../inference/picture-root'
import type { View } from '../inference/views'
import { FeatureBlock } from './feature-block'
import type { FeatureCache } from './feature-cache'
import type { LookedAt, Looker } from './looker'
import type { ImageFile, WantedImage } from './wanted-image'

export interface ExtractOptions {
  readonly images: readonly ImageFile[]
  /** The folder that the images lie in: when it goes, that is one failure and not thousands. */
  readonly root: string
  readonly cache: FeatureCache
  /** Who looks at so many pictures; asked only when some are missing, and closed in the end. */
  readonly open: (missing: number) => Looker | Promise<Looker>
  /** What the network is shown of each picture; all of it when left out. */
  readonly views?: readonly View[]
  /** Views whose whole feature maps are kept too. */
  readonly maps?: readonly View[]
  /** Keep a few cells of the plain view's map. */
  readonly cells?: boolean
}

export interface UnreadableImage {
  readonly id: number
  readonly path: string
  readonly reason: string
}

export interface ExtractProgress {
  /** Images that have their features or never will. */
  readonly done: number
  readonly total: number
  /** Images a second since the start. */
  readonly rate: number
  /** Every image that could not be read so far. */
  readonly failed: readonly UnreadableImage[]
}

/** Images whose features are written together: what a killed process loses at most. */
const blockImages = 64

/**
 * Computes the missing features of images into the cache and tells its progress before the first and
 * after every batch; the last one is also the result. Several batches are under way at once and are
 * kept in their order. What is kept stays, however it ends. Unreadable images are skipped, and tried
 * again the next time. Throws IMAGES_MISSING when the picture folder is gone, DISK_FULL, MODEL_INVALID,
 * or the signal's reason.
 */
export async function* extractFeatures(
  options: ExtractOptions,
  signal?: AbortSignal,
): AsyncGenerator<ExtractProgress, ExtractProgress> {
  const missing = await missingImages(options)
  const meter = startMeter(options.images.length, missing.length)
  yield meter.read()
  if (missing.length === 0) return meter.read()
  const block = new FeatureBlock(options.cache)
  const looker = await options.open(missing.length)
  let writing = Promise.resolve()
  try {
    for await (const batch of batchesAhead(options, looker, missing, signal)) {
      const failed = batch.flatMap((one) => ('reason' in one ? [one] : []))
      if (failed.length > 0) await checkRoot(options.root)
      for (const one of batch) if ('rows' in one) block.add(one.id, one.rows)
      if (block.size >= blockImages) {
        await writing
        // The disk takes its time, and the network goes on meanwhile.
        writing = block.write()
        writing.catch(() => undefined)
      }
      meter.add(batch.length, failed)
      yield meter.read()
    }
  } finally {
    await looker.close()
    await writing
    await block.write()
  }
  return meter.read()
}

/** Images that lack something, each with the views that it lacks. */
async function missingImages(options: ExtractOptions): Promise<WantedImage[]> {
  const { images, cache, views = ['plain'], maps = [] } = options
  const stores: { view: View; has: (id: number) => boolean }[] = []
  for (const view of new Set([...views, ...maps])) {
    const pooled = await cache.rows(view)
    const map = maps.includes(view) ? await cache.maps(view) : pooled
    const cells = options.cells && view === 'plain' ? await cache.cells() : pooled
    stores.push({ view, has: (id) => pooled.has(id) && map.has(id) && cells.has(id) })
  }
  return images
    .map(({ views: own, ...image }) => ({
      ...image,
      views: stores
        .filter(({ view, has }) => own?.includes(view) !== false && !has(image.id))
        .map(({ view }) => view),
    }))
    .filter((image) => image.views.length > 0)
}

/** What the looker says, batch by batch in their order, with the next ones always under way. */
async function* batchesAhead(
  { maps = [], cells = false }: ExtractOptions,
  looker: Looker,
  missing: readonly WantedImage[],
  signal?: AbortSignal,
): AsyncGenerator<readonly LookedAt[]> {
  const underWay: Promise<readonly LookedAt[]>[] = []
  let next = 0
  try {
    while (next < missing.length || underWay.length > 0) {
      signal?.throwIfAborted()
      while (next < missing.length && underWay.length < looker.underWay) {
        const images = missing.slice(next, (next += looker.batch))
        const looking = looker.look(images, { maps, cells }, signal)
        // Whoever waits for it is told of a failure; nobody does when an earlier batch fails first.
        looking.catch(() => undefined)
        underWay.push(looking)
      }
      const first = underWay.shift()
      if (first !== undefined) yield await first
    }
  } finally {
    // Nothing may still read pictures when the caller goes on.
    await Promise.allSettled(underWay)
  }
}

function startMeter(total: number, missing: number) {
  const failed: UnreadableImage[] = []
  const started = performance.now()
  let computed = 0
  return {
    add(images: number, failures: readonly UnreadableImage[]): void {
      computed += images
      failed.push(...failures)
    },
    read: (): ExtractProgress => ({
      done: total - missing + computed,
      total,
      rate: (computed * 1000) / Math.max(1, performance.now() - started),
      failed: [...failed],
    }),
  }
}
