import { SEGMENT_LEVELS } from '../method'
import type { SegmentRows } from '../method'
import { badRequest, readTable } from './tables'

/** Of segments that say nothing of it. */
const STABLE = 1

/**
 * How pictures are cut: `segments` [B][3][side][side] of parts, what is usual and wholes, 0 for none, and
 * `stability` of the same rows in 0..1; null where there is none of both.
 * @throws Failure BAD_REQUEST
 */
export function readSegments(given: Readonly<Record<string, unknown>>): SegmentRows | null {
  if (given['segments'] === undefined) return null
  const { data, shape } = readTable('segments', given['segments'])
  const [, levels, side = 0, width] = shape
  if (shape.length !== 4 || levels !== SEGMENT_LEVELS || side !== width) {
    throw badRequest(`segments is ${shape.join(' x ')}, not pictures x 3 x side x side.`)
  }
  if (!data.every((id) => Number.isInteger(id) && id >= 0 && id < 2 ** 16)) {
    throw badRequest('segments holds whole numbers from 0 to 65535 only.')
  }
  const stability = given['stability']
  const sure =
    stability === undefined ? data.map(() => STABLE) : readTable('stability', stability).data
  if (sure.length !== data.length || !sure.every((value) => value >= 0 && value <= 1)) {
    throw badRequest('stability holds a number from 0 to 1 for every pixel of segments.')
  }
  return {
    side,
    maps: Uint16Array.from(data),
    stability: Uint8Array.from(sure, (value) => Math.round(255 * value)),
  }
}
