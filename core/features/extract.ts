import { readdir } from 'node:fs/promises'
import { Failure } from '../contract/failures'
import type { Backbone } from '../inference/backbones'
import { decodeAhead } from './decode-ahead'
import type { DecodedImage, ImageFile } from './decode-ahead'
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
  /** Keep whole feature maps too. */
  readonly maps?: boolean
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
  const block = new FeatureBlock(options.backbone, options.cache, options.maps === true)
  try {
    for await (const batch of decodedBatches(options, missing, signal)) {
      const failed = batch.filter((decoded) => 'failure' in decoded)
      if (failed.length > 0) await checkRoot(options.root)
      const readable = batch.filter((decoded) => 'pixels' in decoded)
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

async function missingImages({ images, cache, maps }: ExtractOptions): Promise<ImageFile[]> {
  const stores = maps === true ? [cache.pooled, await cache.maps()] : [cache.pooled]
  return images.filter(({ id }) => !stores.every((store) => store.has(id)))
}

async function* decodedBatches(
  { cache, batch = 16 }: ExtractOptions,
  missing: readonly ImageFile[],
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

/** An unplugged disk leaves no folder, or an empty one where it was mounted. */
async function checkRoot(root: string): Promise<void> {
  const entries = await readdir(root).catch(() => [])
  if (entries.length > 0) return
  throw new Failure('IMAGES_MISSING', 'The folder with the pictures is not there any more.', {
    advice: 'Plug it in again or say where it is now; what was computed is kept.',
    path: root,
  })
}

function startMeter(total: number, missing: number) {
  const failed: UnreadableImage[] = []
  const started = performance.now()
  let computed = 0
  return {
    add(images: number, failures: readonly { image: ImageFile; failure: Failure }[]): void {
      computed += images
      for (const { image, failure } of failures) failed.push({ ...image, reason: failure.message })
    },
    read: (): ExtractProgress => ({
      done: total - missing + computed,
      total,
      rate: (computed * 1000) / Math.max(1, performance.now() - started),
      failed: [...failed],
    }),
  }
}
