import type { Failure } from '../contract/failures'
import type { Backbone } from '../inference/backbones'
import { checkRoot } from '../inference/picture-root'
import type { View } from '../inference/views'
import { decodeAhead } from './decode-ahead'
import type { DecodedImage, ImageFile, WantedImage } from './decode-ahead'
import { FeatureBlock } from './feature-block'
import type { FeatureCache } from './feature-cache'

export interface ExtractOptions {
  readonly images: readonly ImageFile[]
  /** The folder that the images lie in: when it goes, that is one failure and not thousands. */
  readonly root: string
  readonly cache: FeatureCache
  readonly backbone: Backbone
  /** Pictures per run of the network. */
  readonly batch?: number
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
 * Computes the missing features of images into the cache, decoding ahead of the network, and tells
 * its progress before the first and after every batch; the last one is also the result. What is done
 * stays, however it ends. Unreadable images are skipped, and tried again the next time. Throws
 * IMAGES_MISSING when the picture folder is gone, DISK_FULL, MODEL_INVALID, or the signal's reason.
 */
export async function* extractFeatures(
  options: ExtractOptions,
  signal?: AbortSignal,
): AsyncGenerator<ExtractProgress, ExtractProgress> {
  const missing = await missingImages(options)
  const meter = startMeter(options.images.length, missing.length)
  yield meter.read()
  if (missing.length === 0) return meter.read()
  const kept = { maps: options.maps ?? [], cells: options.cells === true }
  const block = new FeatureBlock(options.backbone, options.cache, kept)
  try {
    for await (const batch of decodedBatches(options, missing, signal)) {
      const failed = batch.filter((decoded) => 'failure' in decoded)
      if (failed.length > 0) await checkRoot(options.root)
      const readable = batch.filter((decoded) => 'views' in decoded)
      if (readable.length > 0) await block.add(readable)
      if (block.size >= blockImages) await block.write()
      meter.add(batch.length, failed)
      yield meter.read()
    }
  } finally {
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
    .map(({ id, path, views: own }) => ({
      ...{ id, path },
      views: stores
        .filter(({ view, has }) => own?.includes(view) !== false && !has(id))
        .map(({ view }) => view),
    }))
    .filter((image) => image.views.length > 0)
}

async function* decodedBatches(
  { cache, batch = 16 }: ExtractOptions,
  missing: readonly WantedImage[],
  signal?: AbortSignal,
): AsyncGenerator<DecodedImage[]> {
  let gathered: DecodedImage[] = []
  for await (const decoded of decodeAhead(missing, cache.shape.side, 2 * batch, signal)) {
    gathered.push(decoded)
    if (gathered.length < batch) continue
    yield gathered
    gathered = []
  }
  if (gathered.length > 0) yield gathered
}

function startMeter(total: number, missing: number) {
  const failed: UnreadableImage[] = []
  const started = performance.now()
  let computed = 0
  return {
    add(images: number, failures: readonly { image: ImageFile; failure: Failure }[]): void {
      computed += images
      for (const { image, failure } of failures)
        failed.push({ id: image.id, path: image.path, reason: failure.message })
    },
    read: (): ExtractProgress => ({
      done: total - missing + computed,
      total,
      rate: (computed * 1000) / Math.max(1, performance.now() - started),
      failed: [...failed],
    }),
  }
}
