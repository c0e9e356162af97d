import { type Bitmap, emptyBitmap } from './bitmap'
import type { Point, Polygon, Ring } from './geometry'
import { labelParts } from './parts'

export type { Point, Polygon, Ring } from './geometry'

// Right, down, left, up, as steps on the corners of pixels; a turn to the right adds one.
const stepX = [1, 0, -1, 0]
const stepY = [0, 1, 0, -1]

/**
 * Outlines of the mask's parts along the edges of its pixels, clockwise, with their holes, counter-
 * clockwise. `fillPolygons` gives back exactly the mask. Parts are joined over corners.
 */
export function polygonsOf(bitmap: Bitmap): Polygon[] {
  const { labels, areas } = labelParts(bitmap)
  const edges = edgesOf(bitmap)
  const found = areas.map((): { outer: Ring | null; holes: Ring[] } => ({ outer: null, holes: [] }))
  const columns = bitmap.width + 1
  for (let at = 0; at < edges.length; at++) {
    while (edges[at]) {
      const direction = firstOf(edges[at] ?? 0)
      const own = found[labels[pixelOf(at, direction, bitmap.width)] ?? 0]
      const ring = follow(edges, columns, at, direction)
      if (!own) continue
      if (twiceArea(ring) > 0) own.outer = ring
      else own.holes.push(ring)
    }
  }
  return found.flatMap(({ outer, holes }) => (outer === null ? [] : [{ outer, holes }]))
}

/** Twice the area inside; negative for a ring that runs counter-clockwise on the screen. */
export function twiceArea(ring: Ring): number {
  let sum = 0
  for (const [i, from] of ring.entries()) {
    const to = ring[(i + 1) % ring.length] ?? from
    sum += from.x * to.y - to.x * from.y
  }
  return sum
}

/** For each corner of pixels a bit for every edge that starts there with the inside to its right. */
function edgesOf({ width, height, data }: Bitmap): Uint8Array {
  const columns = width + 1
  const edges = new Uint8Array(columns * (height + 1))
  const mark = (corner: number, direction: number): void => {
    edges[corner] = (edges[corner] ?? 0) | (1 << direction)
  }
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!data[i]) continue
      const corner = y * columns + x
      if (y === 0 || !data[i - width]) mark(corner, 0)
      if (x === width - 1 || !data[i + 1]) mark(corner + 1, 1)
      if (y === height - 1 || !data[i + width]) mark(corner + columns + 1, 2)
      if (x === 0 || !data[i - 1]) mark(corner + columns, 3)
    }
  }
  return edges
}

const firstOf = (bits: number): number => 31 - Math.clz32(bits & -bits)

/** The pixel to the right of an edge. */
function pixelOf(corner: number, direction: number, width: number): number {
  const x = corner % (width + 1)
  const y = Math.floor(corner / (width + 1))
  const left = direction === 1 || direction === 2 ? x - 1 : x
  const upper = direction >= 2 ? y - 1 : y
  return upper * width + left
}

/** Takes the edges of one ring out and returns its corners. */
function follow(edges: Uint8Array, columns: number, start: number, direction: number): Ring {
  const ring: Point[] = []
  let at = start
  let heading = direction
  do {
    edges[at] = (edges[at] ?? 0) & ~(1 << heading)
    at += (stepX[heading] ?? 0) + columns * (stepY[heading] ?? 0)
    const next = turn(edges[at] ?? 0, heading, at === start ? direction : null)
    if (next !== heading) ring.push({ x: at % columns, y: Math.floor(at / columns) })
    heading = next
  } while (at !== start || heading !== direction)
  return ring
}

/** To the left where one can: pixels that touch at a corner belong together. */
function turn(bits: number, heading: number, closing: number | null): number {
  const open = closing === null ? bits : bits | (1 << closing)
  for (const change of [3, 0, 1]) {
    const direction = (heading + change) % 4
    if (open & (1 << direction)) return direction
  }
  return heading
}

/**
 * The mask of polygons: a pixel is inside when its middle is; within one polygon rings cancel each
 * other (even-odd), several polygons add up. What lies outside the grid is left out. Throws a
 * RangeError for a corner that is no number.
 */
export function fillPolygons(polygons: readonly Polygon[], width: number, height: number): Bitmap {
  const bitmap = emptyBitmap(width, height)
  const flips = new Uint8Array(width * height)
  for (const { outer, holes } of polygons) {
    const rings = [outer, ...holes]
    for (const ring of rings) flipAlong(ring, flips, width, height)
    const { first, last } = rowsOf(rings, height)
    for (let y = first; y < last; y++) addRow(flips, bitmap.data, y * width, width)
  }
  return bitmap
}

/** Marks in each row the first pixel whose middle lies right of the ring's line. */
function flipAlong(ring: Ring, flips: Uint8Array, width: number, height: number): void {
  for (const [i, from] of ring.entries()) {
    const to = ring[(i + 1) % ring.length] ?? from
    if (![from.x, from.y].every(Number.isFinite)) {
      throw new RangeError(`A polygon cannot have a corner at ${from.x}, ${from.y}.`)
    }
    const [upper, lower] = from.y < to.y ? [from, to] : [to, from]
    const first = Math.max(0, Math.ceil(upper.y - 0.5))
    const end = Math.min(height, Math.ceil(lower.y - 0.5))
    const slope = (lower.x - upper.x) / (lower.y - upper.y)
    for (let y = first; y < end; y++) {
      const x = Math.max(0, Math.ceil(upper.x + (y + 0.5 - upper.y) * slope - 0.5))
      if (x < width) flips[y * width + x] = (flips[y * width + x] ?? 0) ^ 1
    }
  }
}

function rowsOf(rings: readonly Ring[], height: number): { first: number; last: number } {
  let [first, last] = [height, 0]
  for (const ring of rings) {
    for (const { y } of ring) {
      first = Math.min(first, Math.max(0, Math.floor(y)))
      last = Math.max(last, Math.min(height, Math.ceil(y)))
    }
  }
  return { first, last }
}

/** Turns a row's marks into pixels, adds them, and leaves the marks clean. */
function addRow(flips: Uint8Array, data: Uint8Array, start: number, width: number): void {
  for (let i = start, inside = 0; i < start + width; i++) {
    inside ^= flips[i] ?? 0
    flips[i] = 0
    if (inside) data[i] = 1
  }
}
