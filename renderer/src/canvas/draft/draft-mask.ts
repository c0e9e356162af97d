import type { ImagePoint } from '@contract/ids'
import type { Mask } from '@contract/segments'
import { emptyBitmap } from '@mask/bitmap'
import type { Bitmap } from '@mask/bitmap'
import { resizeMask } from '@mask/resize-mask'
import { decodeRle } from '@mask/rle'
import { simplifyPolygons } from '@mask/simplify'
import { fillPolygons, polygonsOf } from '@mask/trace'
import type { Ring } from '@mask/trace'
import type { Size } from '../coordinates'
import { answeredMask } from './draft-state'
import type { DraftState } from './draft-state'
import { combine } from './raster'

/** Outlines may leave the pixels by so much of the grid's longest side. */
const tolerance = 0.004

/** The pixels of a mask on a grid. */
export function bitmapOf(mask: Mask, grid: Size): Bitmap {
  return resizeMask(decodeRle(mask), grid.width, grid.height)
}

/** What closed lines enclose; lines within others are holes. Fewer than three corners enclose nothing. */
export function enclosed(rings: readonly (readonly ImagePoint[])[], grid: Size): Bitmap {
  const [outer, ...holes] = rings
    .filter((ring) => ring.length > 2)
    .map((ring) => ring.map(({ x, y }) => ({ x: x * grid.width, y: y * grid.height })))
  if (outer === undefined) return emptyBitmap(grid.width, grid.height)
  return fillPolygons([{ outer, holes }], grid.width, grid.height)
}

/** The outlines of a mask with few corners, holes among them. */
export function outlinesOf(bits: Bitmap): ImagePoint[][] {
  const longest = Math.max(bits.width, bits.height)
  const simple = simplifyPolygons(polygonsOf(bits), Math.max(0.75, tolerance * longest))
  const toImage = (ring: Ring): ImagePoint[] =>
    ring.map(({ x, y }) => ({ x: x / bits.width, y: y / bits.height }))
  return simple.flatMap(({ outer, holes }) => [outer, ...holes].map(toImage))
}

/** The whole mask of a draft as it stands; `shown` stands in for an answer that is only previewed. */
export function composed(state: DraftState, grid: Size, shown: Mask | null = null): Bitmap {
  if (state.rings !== null) return enclosed(state.rings, grid)
  const bits = emptyBitmap(grid.width, grid.height)
  if (state.base !== null) combine(bits, bitmapOf(state.base, grid), 'add')
  const answer = answeredMask(state) ?? shown
  if (answer !== null) combine(bits, bitmapOf(answer, grid), state.mode)
  return bits
}
