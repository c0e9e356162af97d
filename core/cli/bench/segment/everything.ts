import { usualCut } from '../../../contract/segments'
import { readWhole } from '../../../inference/read-whole'
import type { Rle } from '../../../kernel/mask/bitmap'
import { cutTree } from '../../../kernel/mask/cut-tree'
import { resizeMask } from '../../../kernel/mask/resize-mask'
import { decodeRle, mergeRles, rleIou } from '../../../kernel/mask/rle'
import { comparedSide, mergeOrder } from '../../../segmentation/everything/merge-order'
import {
  type EverythingWish,
  segmentEverything,
} from '../../../segmentation/everything/segment-everything'
import type { FeatureMap, Segmenter } from '../../../segmentation/segmenter'
import { timed } from '../timed'
import type { OutlinedPicture } from './quality-data'

/** What everything mode makes of one picture. */
export interface EverythingFigures {
  readonly objects: number
  /** Segments, and objects that one of them covers at an IoU of a half: as found, and merged. */
  readonly found: { readonly segments: number; readonly objects: number }
  readonly merged: { readonly segments: number; readonly objects: number }
  /** Objects that some cut of the tree shows. */
  readonly somewhere: number
  /** Embedding, grid of points and tree; reading the file is not counted. */
  readonly seconds: number
  /** Merging alone, in milliseconds. */
  readonly clustering: number
}

const COVERED = 0.5

/** Every picture cut into segments, and its outlined objects looked for among them. */
export async function everythingFigures(
  segmenter: Segmenter,
  pictures: readonly OutlinedPicture[],
  wish: EverythingWish,
  report: (done: number, total: number) => void,
): Promise<EverythingFigures[]> {
  const figures: EverythingFigures[] = []
  for (const [done, picture] of pictures.entries()) {
    report(done, pictures.length)
    figures.push(await figuresOf(segmenter, picture, wish))
  }
  return figures
}

async function figuresOf(
  segmenter: Segmenter,
  { path, width, height, objects }: OutlinedPicture,
  wish: EverythingWish,
): Promise<EverythingFigures> {
  const picture = await readWhole(path, segmenter.side)
  const { ms, result } = await timed(async () => {
    const embedding = await segmenter.embed(picture)
    const tree = await segmentEverything(segmenter, embedding, null, {
      ...{ ...wish, grid: { width, height } },
    })
    return { tree, features: segmenter.features?.(embedding) ?? null }
  })
  const leaves = result.tree.leaves.map(({ mask }) => mask)
  const groups = cutTree(result.tree.merges, leaves.length, usualCut)
  const merged = groups.map((group) => unionOf(leaves, group))
  const nodes = nodesOf(leaves, result.tree.merges)
  return {
    objects: objects.length,
    found: { segments: leaves.length, objects: coveredBy(leaves, objects) },
    merged: { segments: merged.length, objects: coveredBy(merged, objects) },
    somewhere: coveredBy(nodes, objects),
    seconds: ms / 1000,
    clustering: clusteringTime(leaves, result.features),
  }
}

function clusteringTime(leaves: readonly Rle[], features: FeatureMap | null): number {
  const masks = leaves.map((leaf) => {
    const scale = Math.min(1, comparedSide / Math.max(leaf.width, leaf.height))
    const side = (length: number) => Math.max(1, Math.round(length * scale))
    return resizeMask(decodeRle(leaf), side(leaf.width), side(leaf.height))
  })
  const start = performance.now()
  mergeOrder(masks, features)
  return performance.now() - start
}

function coveredBy(segments: readonly Rle[], objects: readonly Rle[]): number {
  return objects.filter((object) => segments.some((one) => rleIou(one, object) >= COVERED)).length
}

function unionOf(leaves: readonly Rle[], group: readonly number[]): Rle {
  return mergeRles(
    group.flatMap((leaf) => leaves[leaf] ?? []),
    'union',
  )
}

function nodesOf(leaves: readonly Rle[], merges: readonly { a: number; b: number }[]): Rle[] {
  const nodes = [...leaves]
  for (const { a, b } of merges)
    nodes.push(
      mergeRles(
        [a, b].flatMap((node) => nodes[node] ?? []),
        'union',
      ),
    )
  return nodes
}
