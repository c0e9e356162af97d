import { addScaled, dot } from '../../kernel/dot'
import type { Numbers } from '../method'
import type { LossPart } from './loss-parts'
import { AROUND } from './stretch'
import type { Stretch } from './stretch'

/** Vectors shorter than this are none, as in PyTorch. */
const SMALLEST_LENGTH = 1e-12

export type ContrastOptions = {
  /** Multiplies the likeness of a pixel and a segment. */
  temperature: number
  /**
   * The released code: what belongs to no segment is a segment to be told from, and so are segments that
   * only other pictures of the batch have, which are like nothing.
   */
  parity: boolean
}

/**
 * Segment contrast (S2C, CVPR 2024): every pixel should be more like the mean of its own segment, which is
 * held fixed, than like that of any other of its picture. Cross-entropy over the cosines, mean over the
 * pixels of the batch that belong to a segment; 0 without any. `cells` [B, P, E] are what the network says
 * of P cells, stretched to the pixels once they have unit length; `ids` [B, Q] are 0 for none.
 */
export function segmentContrast(
  cells: Numbers,
  ids: Uint16Array,
  stretch: Stretch,
  { temperature, parity }: ContrastOptions,
): LossPart {
  const pixels = stretch.side ** 2
  const images = ids.length / pixels
  const size = cells.length / Math.max(1, images)
  const places = Array.from({ length: images }, (_, b) =>
    segmentsOf(ids.subarray(b * pixels, (b + 1) * pixels), parity),
  )
  const columns = parity ? 1 + Math.max(0, ...places.map(({ named }) => named)) : 0
  const grad = new Float64Array(cells.length)
  let loss = 0
  let valid = 0
  for (const [b, picture] of places.entries()) {
    valid += picture.valid
    if (picture.valid === 0) continue
    const own = unitCells(cells.subarray(b * size, (b + 1) * size), stretch.edge ** 2)
    const prototypes = prototypesOf(own, picture, stretch)
    const empty = parity ? columns - picture.counts.length : 0
    const found = costOf(own, prototypes, picture, { stretch, temperature, empty })
    loss += found.loss
    throughLength(own, found.slopes, grad.subarray(b * size, (b + 1) * size))
  }
  const scale = 1 / Math.max(1, valid)
  return { loss: loss * scale, grads: { cells: grad.map((slope) => slope * scale) } }
}

type Segments = {
  /** [Q] which segment a pixel belongs to, -1 for none that takes part. */
  places: Int32Array
  /** Pixels of each segment. */
  counts: number[]
  /** Segments that are one, pixels that belong to one of them. */
  named: number
  valid: number
  /** The place of what belongs to none, -1 where that takes no part. */
  nothing: number
}

function segmentsOf(ids: Uint16Array, parity: boolean): Segments {
  const known = new Map<number, number>()
  const counts: number[] = []
  const places = Int32Array.from(ids, (id) => {
    if (id === 0 && !parity) return -1
    const place = known.get(id) ?? known.size
    known.set(id, place)
    counts[place] = (counts[place] ?? 0) + 1
    return place
  })
  const nothing = known.get(0) ?? -1
  const outside = nothing < 0 ? 0 : (counts[nothing] ?? 0)
  const valid = counts.reduce((sum, count) => sum + count, 0) - outside
  return { places, counts, named: counts.length - (nothing < 0 ? 0 : 1), valid, nothing }
}

/** [P, E] of unit length, and how long they were. */
type UnitCells = { vectors: Float64Array; lengths: Float64Array; width: number }

function unitCells(cells: Numbers, count: number): UnitCells {
  const width = cells.length / count
  const vectors = Float64Array.from(cells)
  const lengths = Float64Array.from({ length: count }, (_, p) =>
    Math.sqrt(dot(cells, p * width, cells, p * width, width)),
  )
  for (let i = 0; i < vectors.length; i++) {
    const length = Math.max(SMALLEST_LENGTH, lengths[Math.floor(i / width)] ?? 0)
    vectors[i] = (vectors[i] ?? 0) / length
  }
  return { vectors, lengths, width }
}

/** The mean of each segment's pixels, at unit length [K, E]. */
function prototypesOf(
  { vectors, width }: UnitCells,
  { places, counts }: Segments,
  { edge, cells, weights }: Stretch,
): Float64Array {
  const shares = new Float64Array(counts.length * edge ** 2)
  for (const [pixel, place] of places.entries()) {
    if (place < 0) continue
    for (let i = pixel * AROUND; i < (pixel + 1) * AROUND; i++) {
      const at = place * edge ** 2 + (cells[i] ?? 0)
      shares[at] = (shares[at] ?? 0) + (weights[i] ?? 0)
    }
  }
  const prototypes = new Float64Array(counts.length * width)
  for (const [i, share] of shares.entries()) {
    const [place, cell] = [Math.floor(i / edge ** 2), i % edge ** 2]
    if (share > 0) addScaled(prototypes, place * width, vectors, cell * width, share, width)
  }
  for (let k = 0; k < counts.length; k++) {
    const own = prototypes.subarray(k * width, (k + 1) * width)
    const length = Math.max(SMALLEST_LENGTH, Math.sqrt(dot(own, 0, own, 0, width)))
    own.forEach((value, i) => {
      own[i] = value / length
    })
  }
  return prototypes
}

type Terms = { stretch: Stretch; temperature: number; empty: number }

/** The sum over pixels, and its slopes [P, E] by the vectors of unit length. */
function costOf(
  { vectors, width }: UnitCells,
  prototypes: Float64Array,
  { places, counts, nothing }: Segments,
  { stretch, temperature, empty }: Terms,
): { loss: number; slopes: Float64Array } {
  const [cells, segments] = [stretch.edge ** 2, counts.length]
  const likeness = new Float64Array(cells * segments)
  for (let i = 0; i < likeness.length; i++) {
    const [cell, k] = [Math.floor(i / segments), i % segments]
    likeness[i] = temperature * dot(vectors, cell * width, prototypes, k * width, width)
  }
  const slopes = new Float64Array(cells * segments)
  const logits = new Float64Array(segments)
  let loss = 0
  for (const [pixel, place] of places.entries()) {
    if (place < 0 || place === nothing) continue
    loss += pixelCost({ likeness, slopes, logits }, { pixel, place, stretch, empty })
  }
  const byVectors = new Float64Array(vectors.length)
  for (const [i, slope] of slopes.entries()) {
    const [cell, k] = [Math.floor(i / segments), i % segments]
    if (slope === 0) continue
    addScaled(byVectors, cell * width, prototypes, k * width, temperature * slope, width)
  }
  return { loss, slopes: byVectors }
}

type Tables = { likeness: Float64Array; slopes: Float64Array; logits: Float64Array }
type Pixel = { pixel: number; place: number; stretch: Stretch; empty: number }

/** Cross-entropy of one pixel; adds its slopes by the likeness of cells and segments. */
function pixelCost(
  { likeness, slopes, logits }: Tables,
  { pixel, place, stretch: { cells, weights }, empty }: Pixel,
): number {
  const segments = logits.length
  logits.fill(0)
  for (let i = pixel * AROUND; i < (pixel + 1) * AROUND; i++) {
    addScaled(logits, 0, likeness, (cells[i] ?? 0) * segments, weights[i] ?? 0, segments)
  }
  // Cosines times a temperature: no larger than a few hundred, and what is like nothing has 0.
  const top = logits.reduce((a, b) => Math.max(a, b), 0)
  const own = logits[place] ?? 0
  let sum = empty * Math.exp(-top)
  for (let k = 0; k < segments; k++) {
    const power = Math.exp((logits[k] ?? 0) - top)
    logits[k] = power
    sum += power
  }
  for (let k = 0; k < segments; k++) logits[k] = (logits[k] ?? 0) / sum
  logits[place] = (logits[place] ?? 0) - 1
  for (let i = pixel * AROUND; i < (pixel + 1) * AROUND; i++) {
    addScaled(slopes, (cells[i] ?? 0) * segments, logits, 0, weights[i] ?? 0, segments)
  }
  return Math.log(sum) + top - own
}

/** Slopes by vectors of unit length, as slopes by the vectors that they were made of. */
function throughLength(
  { vectors, lengths, width }: UnitCells,
  slopes: Float64Array,
  into: Float64Array,
): void {
  for (const [p, length] of lengths.entries()) {
    // A cell that nothing speaks in has no direction to turn to.
    if (length < SMALLEST_LENGTH) continue
    const start = p * width
    addScaled(into, start, slopes, start, 1 / length, width)
    const along = dot(vectors, start, slopes, start, width)
    addScaled(into, start, vectors, start, -along / length, width)
  }
}
