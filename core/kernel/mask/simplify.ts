import type { Point, Polygon, Ring } from './geometry'

/**
 * Leaves out corners so that none lies further than `tolerance` pixels from the new line (Douglas and
 * Peucker 1973). A ring that falls together to fewer than three corners comes back empty.
 */
export function simplifyRing(ring: Ring, tolerance: number): Ring {
  if (ring.length <= 3) return ring
  const kept = new Uint8Array(ring.length + 1)
  const at = (i: number): Point => ring[i % ring.length] ?? { x: 0, y: 0 }
  const far = farthestFrom(ring)
  kept[0] = kept[far] = kept[ring.length] = 1
  const open: [number, number][] = [
    [0, far],
    [far, ring.length],
  ]
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span
    let [worst, distance] = [-1, tolerance]
    for (let i = from + 1; i < to; i++) {
      const own = distanceTo(at(i), at(from), at(to))
      if (own > distance) [worst, distance] = [i, own]
    }
    if (worst < 0) continue
    kept[worst] = 1
    open.push([from, worst], [worst, to])
  }
  const left = ring.filter((_, i) => kept[i] === 1)
  return left.length < 3 ? [] : left
}

/** All rings simpler; holes and polygons that fall together are left out. */
export function simplifyPolygons(polygons: readonly Polygon[], tolerance: number): Polygon[] {
  return polygons.flatMap(({ outer, holes }) => {
    const simpler = simplifyRing(outer, tolerance)
    if (simpler.length === 0) return []
    const left = holes.map((hole) => simplifyRing(hole, tolerance))
    return [{ outer: simpler, holes: left.filter((hole) => hole.length > 0) }]
  })
}

function farthestFrom(ring: Ring): number {
  const [first] = ring
  let [index, distance] = [0, -1]
  for (const [i, { x, y }] of ring.entries()) {
    const own = first ? Math.hypot(x - first.x, y - first.y) : 0
    if (own > distance) [index, distance] = [i, own]
  }
  return index
}

/** From a point to the line between two others, ends included. */
function distanceTo(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const [px, py] = [point.x - from.x, point.y - from.y]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length))
  return Math.hypot(px - along * dx, py - along * dy)
}
