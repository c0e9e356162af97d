import { z } from 'zod'
import type { Rle } from '../../kernel/mask/bitmap'
import { rleCounts, rleFromCounts } from '../../kernel/mask/rle'
import { drawRings, ringOf } from '../masks/draw-rings'

const runs = z.object({
  size: z.tuple([z.number(), z.number()]),
  counts: z.union([z.string(), z.array(z.number())]),
})
const polygons = z.array(z.array(z.number()))

/** A picture's size as its file tells it. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** Whether an annotation has a mask at all; boxes come with none, or with an empty list. */
export function hasMask(segmentation: unknown): boolean {
  return Array.isArray(segmentation) ? segmentation.length > 0 : segmentation != null
}

/**
 * The mask of a `segmentation`: polygons, or run lengths packed or plain. Throws a RangeError with a
 * sentence for anything else.
 */
export function drawCoco(segmentation: unknown, size: Size | null): Rle {
  const packed = runs.safeParse(segmentation)
  if (packed.success) return readRuns(packed.data)
  const rings = polygons.safeParse(segmentation)
  if (!rings.success) throw new RangeError('The segmentation is neither polygons nor run lengths.')
  if (size === null) throw new RangeError('The file does not tell the size of the picture.')
  return drawRings(rings.data.map(ringOf), size.width, size.height)
}

function readRuns({ size: [height, width], counts }: z.infer<typeof runs>): Rle {
  if (typeof counts !== 'string') return rleFromCounts(counts, width, height)
  const rle: Rle = { width, height, counts }
  rleCounts(rle) // throws where they do not add up
  return rle
}
