import type { SegmentTree } from '../../contract/segments'
import type { Bitmap } from '../../kernel/mask/bitmap'
import { gridWithin } from '../../kernel/mask/grid-within'
import { encodeRle } from '../../kernel/mask/rle'
import { type Raster, toBitmap } from '../rasterise'
import type { Embedding, FeatureMap, Segmenter } from '../segmenter'
import { askGrid } from './ask-grid'
import { boxNms } from './box-nms'
import { type Candidate, rasterOf } from './candidates'
import { cleaned } from './clean-up'
import { comparedSide, mergeOrder } from './merge-order'
import { type EverythingOptions, usualOptions } from './options'

export interface EverythingWish extends Partial<EverythingOptions> {
  /** Of the masks; the embedding's picture unless somebody says otherwise. */
  readonly grid?: { readonly width: number; readonly height: number }
}

/**
 * Everything in a picture, as Segment Anything's mask generator finds it (a grid of points, filters by
 * expected quality and stability, box NMS), the best first, and how it merges into larger segments
 * (average linkage over overlap, containment and features). No leaves where nothing is found.
 *
 * @param features what segments look like; null takes what the segmenter knows of it, if anything
 * @param onProgress points that are dealt with, of how many
 */
export async function segmentEverything(
  segmenter: Segmenter,
  embedding: Embedding,
  features: FeatureMap | null,
  wish: EverythingWish = {},
  signal?: AbortSignal,
  onProgress?: (done: number, total: number) => void,
): Promise<SegmentTree> {
  const options = { ...usualOptions(segmenter.id), ...wish }
  const found = await askGrid(segmenter, embedding, options, signal, onProgress)
  const chosen = distinct(found, options).map((candidate) => ({
    candidate,
    raster: cleaned(rasterOf(candidate), options.leastArea),
  }))
  const { width, height } = options.grid ?? embedding
  const leaves = chosen.map(({ candidate: { quality, stability }, raster }) => ({
    ...{ mask: encodeRle(toBitmap(raster, width, height)), quality, stability },
  }))
  const seen = features ?? segmenter.features?.(embedding) ?? null
  const merges = mergeOrder(
    chosen.map(({ raster }) => comparedMask(raster, embedding)),
    seen,
  )
  return { model: embedding.model, leaves, merges }
}

/** The best first. */
function distinct(candidates: readonly Candidate[], options: EverythingOptions): Candidate[] {
  const kept = boxNms(
    candidates.map(({ box }) => box),
    candidates.map(({ quality }) => quality),
    options.mostOverlap,
  )
  return kept.slice(0, options.mostSegments).flatMap((index) => candidates[index] ?? [])
}

function comparedMask(raster: Raster, picture: Embedding): Bitmap {
  const { width, height } = gridWithin(picture, comparedSide)
  return toBitmap(raster, width, height)
}
