import { SEGMENT_LEVELS } from './method'
import type { SegmentRows } from './method'
import type { SegmentInput } from './train-input'

/** Segments of pictures, turned with those that a training sees mirrored. */
export type SegmentSource = (rows: Uint32Array) => Promise<SegmentRows>

/** `isMirrored` says of a row whether its picture is seen mirrored. */
export function segmentSource(
  { side, read }: SegmentInput,
  isMirrored: (row: number) => boolean,
): SegmentSource {
  return async (rows) => {
    const { maps, stability } = await read(rows)
    const size = SEGMENT_LEVELS * side ** 2
    const turned = { side, maps: maps.slice(), stability: stability.slice() }
    for (const [i, row] of rows.entries()) {
      if (!isMirrored(row)) continue
      mirrorLines(turned.maps.subarray(i * size, (i + 1) * size), side)
      mirrorLines(turned.stability.subarray(i * size, (i + 1) * size), side)
    }
    return turned
  }
}

function mirrorLines(pixels: Uint16Array | Uint8Array, side: number): void {
  for (let start = 0; start < pixels.length; start += side) {
    pixels.subarray(start, start + side).reverse()
  }
}
