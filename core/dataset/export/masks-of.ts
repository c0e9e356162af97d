import type { Rle } from '../../kernel/mask/bitmap'
import type { Ring } from '../../kernel/mask/geometry'
import { resizeMask } from '../../kernel/mask/resize-mask'
import { decodeRle, encodeRle, rleArea } from '../../kernel/mask/rle'
import { polygonsOf } from '../../kernel/mask/trace'
import { joinRings } from '../masks/join-rings'
import type { ExportCounts, ExportImage, ExportRow, ExportSegment } from './export-source'

/** The mask in the picture's own pixels, as every format wants it. */
export function onPicture({ mask }: ExportSegment, { width, height }: ExportImage): Rle {
  if (mask.width === width && mask.height === height) return mask
  return encodeRle(resizeMask(decodeRle(mask), width, height))
}

/** One ring for each part, its holes joined to it; drawn as COCO draws them they are exactly the mask. */
export function ringsOf(mask: Rle): Ring[] {
  return polygonsOf(decodeRle(mask)).map(({ outer, holes }) => joinRings([outer, ...holes]))
}

/** Large ones first, so that what lies within another one is painted over it. */
export function inPaintOrder({ segments = [] }: ExportRow): ExportSegment[] {
  const areas = new Map(segments.map((segment) => [segment, rleArea(segment.mask)]))
  return segments.toSorted((a, b) => (areas.get(b) ?? 0) - (areas.get(a) ?? 0))
}

/** Ids of classes that are present without a kept segment that tells so. */
export function presentWithoutMask({ labels, segments = [] }: ExportRow): number[] {
  const kept = new Set(segments.flatMap((one) => (one.state === 'kept' ? [one.class] : [])))
  return labels.flatMap((label) =>
    label.state === 'present' && !kept.has(label.class) ? [label.class] : [],
  )
}

/** Sentences for what a format leaves out; each only where there is any. */
export function lostMasks(
  counts: ExportCounts,
  has: { labels?: boolean; decisions?: boolean; ending?: boolean },
): string[] {
  const { absent, undecided, unclassed, withoutMask, sameName } = counts
  const sentences: [number, string][] = [
    [unclassed, 'segments without a class are left out.'],
    [has.decisions ? 0 : absent + undecided, 'absent or undecided labels are left out.'],
    [has.labels ? 0 : withoutMask, 'present labels without a segment are left out.'],
    [has.ending ? 0 : sameName, 'pictures are named as another one but for the ending: left out.'],
  ]
  return sentences.flatMap(([count, text]) => (count > 0 ? [`${count} ${text}`] : []))
}
