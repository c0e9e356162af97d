import type { SegmentTree } from '../../contract/segments'
import type { Bitmap } from '../../kernel/mask/bitmap'
import { encodeRle } from '../../kernel/mask/rle'
import { type Raster, toBitmap } from '../rasterise'
import type { Embedding, FeatureMap, Segmenter } from '../segmenter'
import { boxNms } from './box-nms'
import { type Candidate, candidateOf, rasterOf } from './candidates'
import { cleaned } from './clean-up'
import { comparedSide, mergeOrder } from './merge-order'
import { type EverythingOptions, usualOptions } from './options'
import { type Place, pointGrid } from './point-grid'

export interface EverythingWish extends Partial<EverythingOptions> {
  /** Of the masks; the embedding's picture unless somebody says otherwise. */
  readonly grid?: { readonly width: number; readonly height: number }
}

/** Points that are asked at a time: their logits are in memory together. */
const chunk = 32

/**
 * Everything in a picture, as Segment Anything's mask generator finds it (a grid of points, filters by
 * expected quality and stability, box NMS), the best first, and how it merges into larger segments
 * (average linkage over overlap, containment and features). No leaves where nothing is found.
 *
 * @param features what segments look like; null takes what the segmenter knows of it, if anything
 * @param onProgress points that were asked, of how many
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
  const points = pointGrid(options.side, embedding.width, embedding.height)
  const found = await askAll(segmenter, embedding, points, options, signal, onProgress)
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

async function askAll(
  segmenter: Segmenter,
  embedding: Embedding,
  points: readonly Place[],
  options: EverythingOptions,
  signal?: AbortSignal,
  onProgress?: (done: number, total: number) => void,
): Promise<Candidate[]> {
  const candidates: Candidate[] = []
  for (let from = 0; from < points.length; from += chunk) {
    signal?.throwIfAborted()
    const some = points.slice(from, from + chunk)
    for (const guesses of await segmenter.guessEach(embedding, some, signal))
      for (const guess of guesses) {
        const candidate = candidateOf(guess, options)
        if (candidate !== null) candidates.push(candidate)
      }
    onProgress?.(from + some.length, points.length)
  }
  return candidates
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

function comparedMask(raster: Raster, { width, height }: Embedding): Bitmap {
  const scale = Math.min(1, comparedSide / Math.max(width, height))
  const [w = 1, h = 1] = [width, height].map((side) => Math.max(1, Math.round(side * scale)))
  return toBitmap(raster, w, h)
}
