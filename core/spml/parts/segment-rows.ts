import { SEGMENT_LEVELS } from '../method'
import type { SegmentRows } from '../method'
import { invalid } from './parameters'

/** The segments of one level, of all pictures of a batch [B * Q]. */
export function segmentsAt({ side, maps }: SegmentRows, level: number): Uint16Array {
  const pixels = side ** 2
  const images = maps.length / (SEGMENT_LEVELS * pixels)
  const own = new Uint16Array(images * pixels)
  for (let b = 0; b < images; b++) {
    const start = (b * SEGMENT_LEVELS + level) * pixels
    own.set(maps.subarray(start, start + pixels), b * pixels)
  }
  return own
}

/** @throws Failure PARAMETER_INVALID for segments that are missing or of another number of pictures */
export function checkedSegments(segments: SegmentRows | undefined, images: number): SegmentRows {
  if (segments === undefined) throw invalid('The segments are missing.')
  const { side, maps, stability } = segments
  const wanted = images * SEGMENT_LEVELS * side ** 2
  if (maps.length === wanted && stability.length === wanted) return segments
  throw invalid(`The segments have ${maps.length} pixels for ${wanted}.`)
}
