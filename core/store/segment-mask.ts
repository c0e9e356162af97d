import { Failure } from '../contract/failures'
import type { Mask } from '../contract/segments'
import { decodeRle, encodeRle, mergeRles, rleArea } from '../kernel/mask/rle'
import { partsOf } from '../kernel/mask/parts'
import { resizeMask } from '../kernel/mask/resize-mask'

/** A mask that adds up, fits its picture and has something in it. */
export interface CheckedMask extends Mask {
  /** Share of the picture, 0..1. */
  readonly area: number
}

interface Size {
  readonly width: number
  readonly height: number
}

const nothingStored = 'Nothing was stored; all earlier segments are as they were.'

/** Throws MASK_INVALID for runs that do not add up, for a grid of another shape, for an empty mask. */
export function checkedMask({ width, height, counts }: Mask, picture: Size): CheckedMask {
  const mask = { width, height, counts }
  const pixels = readable(() => rleArea(mask))
  if (!isGridOf(mask, picture)) {
    throw new Failure(
      'MASK_INVALID',
      `A mask of ${width} x ${height} does not cover a picture of ${picture.width} x ${picture.height}.`,
      { advice: `It needs the picture's shape. ${nothingStored}` },
    )
  }
  if (pixels === 0) {
    throw new Failure('MASK_INVALID', 'The mask is empty.', {
      advice: `To be rid of a segment, delete it. ${nothingStored}`,
    })
  }
  return { ...mask, area: pixels / (width * height) }
}

/** All of them as one, on the finest of their grids. */
export function unionOf(masks: readonly Mask[]): Mask {
  const finest = masks.reduce((best, mask) => (mask.width > best.width ? mask : best))
  return mergeRles(
    masks.map((mask) => ontoGrid(mask, finest)),
    'union',
  )
}

/** The connected parts of a mask, largest first. */
export function partsOfMask(mask: Mask): Mask[] {
  return partsOf(decodeRle(mask))
}

function ontoGrid(mask: Mask, { width, height }: Size): Mask {
  if (mask.width === width && mask.height === height) return mask
  return encodeRle(resizeMask(decodeRle(mask), width, height))
}

/** Whether a grid is the picture's own or a smaller or larger one of the same shape, but for rounding. */
function isGridOf({ width, height }: Size, picture: Size): boolean {
  const fits = (a: number, whole: number, b: number, other: number) =>
    Math.abs(b - Math.max(1, Math.round((other * a) / whole))) <= 1
  return (
    fits(width, picture.width, height, picture.height) ||
    fits(height, picture.height, width, picture.width)
  )
}

function readable<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new Failure('MASK_INVALID', cause.message, { advice: nothingStored, cause })
  }
}
