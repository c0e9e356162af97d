import type { Point, Ring } from '../../kernel/mask/geometry'

/** More pairs of corners than this are not compared; then every so many corners are. */
const mostPairs = 1_000_000

/**
 * One line around several rings, for formats that know a single ring: from the first there and back
 * to each other one by the shortest way between corners. Drawn even-odd, the ways cancel themselves.
 */
export function joinRings([first = [], ...others]: readonly Ring[]): Ring {
  const detours = new Map<number, Point[]>()
  for (const ring of others) {
    const { from, to } = nearestCorners(first, ring)
    const door = first[from]
    if (door === undefined) continue
    const around = [...ring.slice(to), ...ring.slice(0, to + 1)]
    detours.set(from, [...(detours.get(from) ?? []), ...around, door])
  }
  return first.flatMap((corner, i) => [corner, ...(detours.get(i) ?? [])])
}

function nearestCorners(one: Ring, two: Ring): { from: number; to: number } {
  const stride = Math.max(1, Math.ceil(Math.sqrt((one.length * two.length) / mostPairs)))
  let best = { from: 0, to: 0, distance: Infinity }
  for (let from = 0; from < one.length; from += stride) {
    const a = one[from]
    for (let to = 0; to < two.length; to += stride) {
      const b = two[to]
      if (!a || !b) continue
      const distance = (a.x - b.x) ** 2 + (a.y - b.y) ** 2
      if (distance < best.distance) best = { from, to, distance }
    }
  }
  return best
}
