import type { Rle } from '../../kernel/mask/bitmap'
import type { Ring } from '../../kernel/mask/geometry'
import { mergeRles, rleFromPolygon } from '../../kernel/mask/rle'

/**
 * The mask that all of the rings cover together, as COCO draws them. Throws a RangeError for a ring of
 * fewer than three corners, for corners that are no places, and where there is no ring.
 */
export function drawRings(rings: readonly Ring[], width: number, height: number): Rle {
  return mergeRles(
    rings.map((ring) => rleFromPolygon(ring, width, height)),
    'union',
  )
}

/** Pairs of numbers as corners. Throws a RangeError for an odd one. */
export function ringOf(numbers: readonly number[]): Ring {
  if (numbers.length % 2 !== 0) {
    throw new RangeError(`A polygon of ${numbers.length} numbers has half a corner.`)
  }
  return Array.from({ length: numbers.length / 2 }, (_, i) => ({
    x: numbers[2 * i] ?? 0,
    y: numbers[2 * i + 1] ?? 0,
  }))
}
