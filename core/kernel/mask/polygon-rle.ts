import type { Rle } from './bitmap'
import { packCounts } from './counts'
import type { Ring } from './geometry'
import { checkSize } from './runs'

/** COCO draws outlines at five times the size and keeps the middle of every pixel column. */
const scale = 5

/** Corners beyond these many pixels would take minutes to draw. */
const farthest = 1_000_000

/**
 * The mask of one polygon, bit for bit that of COCO's `rleFrPoly`; where it crosses itself, what is
 * covered twice is outside. Throws a RangeError for fewer than three corners and for corners that are
 * no numbers or absurdly far away.
 */
export function rleFromPolygon(ring: Ring, width: number, height: number): Rle {
  checkSize(width, height)
  checkRing(ring)
  const places = crossings(ring, width, height).sort()
  return { width, height, counts: packCounts(runsBetween(places, width * height)) }
}

function checkRing(ring: Ring): void {
  if (ring.length < 3) throw new RangeError(`A polygon needs three corners, not ${ring.length}.`)
  for (const { x, y } of ring) {
    if (Math.abs(x) <= farthest && Math.abs(y) <= farthest) continue
    throw new RangeError(`A polygon cannot have a corner at ${x}, ${y}.`)
  }
}

/** Where columns are crossed, as places x * height + y, the number of pixels last. */
function crossings(ring: Ring, width: number, height: number): Float64Array {
  const found: number[] = []
  let [lastU, lastV] = [NaN, NaN]
  const visit = (u: number, v: number): void => {
    const isFirst = Number.isNaN(lastU)
    if (!isFirst && u !== lastU) {
      const x = ((u < lastU ? u : u - 1) + 0.5) / scale - 0.5
      if (Math.floor(x) === x && x >= 0 && x <= width - 1) {
        const y = (Math.min(v, lastV) + 0.5) / scale - 0.5
        found.push(x * height + Math.ceil(Math.min(Math.max(y, 0), height)))
      }
    }
    ;[lastU, lastV] = [u, v]
  }
  const corners = ring.map(({ x, y }) => ({
    x: Math.trunc(scale * x + 0.5),
    y: Math.trunc(scale * y + 0.5),
  }))
  for (const [i, from] of corners.entries()) {
    drawLine(from, corners[(i + 1) % corners.length] ?? from, visit)
  }
  found.push(width * height)
  return Float64Array.from(found)
}

type Corner = { readonly x: number; readonly y: number }

/** Every point of a line in the finer grid; rounded alike from whichever end it is drawn. */
function drawLine(from: Corner, to: Corner, visit: (u: number, v: number) => void): void {
  const dx = Math.abs(to.x - from.x)
  const dy = Math.abs(to.y - from.y)
  const flat = dx >= dy
  const flip = flat ? from.x > to.x : from.y > to.y
  const [start, end] = flip ? [to, from] : [from, to]
  const steps = flat ? dx : dy
  const slope = steps === 0 ? 0 : (flat ? end.y - start.y : end.x - start.x) / steps
  for (let d = 0; d <= steps; d++) {
    const t = flip ? steps - d : d
    if (flat) visit(start.x + t, Math.trunc(start.y + slope * t + 0.5))
    else visit(Math.trunc(start.x + slope * t + 0.5), start.y + t)
  }
}

/** Runs from one place to the next; places that coincide cancel each other. */
function runsBetween(places: Float64Array, total: number): number[] {
  const runs: number[] = []
  let last = 0
  const lengths = Array.from(places, (place) => {
    const length = place - last
    last = place
    return length
  })
  let at = 0
  runs.push(lengths[at++] ?? total)
  while (at < lengths.length) {
    const length = lengths[at++] ?? 0
    if (length > 0) runs.push(length)
    else if (at < lengths.length) runs[runs.length - 1] = (runs.at(-1) ?? 0) + (lengths[at++] ?? 0)
  }
  return runs
}
