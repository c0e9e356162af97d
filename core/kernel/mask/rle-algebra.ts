import type { Rle } from './bitmap'
import { packCounts } from './counts'
import { rleArea, rleBox, rleCounts } from './runs'

/**
 * What any of the masks covers, or what all of them do; run for run as COCO's `rleMerge`. Throws a
 * RangeError for no mask at all and for masks of different grids.
 */
export function mergeRles(rles: readonly Rle[], how: 'union' | 'intersection'): Rle {
  const [first, ...others] = rles
  if (!first) throw new RangeError('There is no mask to merge.')
  let counts = rleCounts(first)
  for (const other of others) {
    checkSameGrid(first, other)
    counts = mergeCounts(counts, rleCounts(other), how === 'union')
  }
  return { width: first.width, height: first.height, counts: packCounts(counts) }
}

function mergeCounts(a: Uint32Array, b: Uint32Array, union: boolean): Uint32Array {
  const both = new BothRuns(a, b)
  const merged = new Uint32Array(a.length + b.length)
  let length = 0
  let run = 0
  let inside = false
  do {
    run += both.step()
    const now = union ? both.inA || both.inB : both.inA && both.inB
    if (now !== inside || both.left === 0) {
      merged[length++] = run
      run = 0
    }
    inside = now
  } while (both.left > 0)
  return merged.subarray(0, length)
}

/**
 * Pixels that both masks share, of all that either covers; with `crowd`, where `b` is a crowd, of
 * those that `a` covers. Two empty masks share nothing: 0. Throws a RangeError for different grids.
 */
export function rleIou(a: Rle, b: Rle, crowd = false): number {
  checkSameGrid(a, b)
  if (!boxesMeet(a, b)) return 0
  const both = new BothRuns(rleCounts(a), rleCounts(b))
  let shared = 0
  let either = 0
  do {
    const { inA, inB } = both
    const pixels = both.step()
    if (inA || inB) either += pixels
    if (inA && inB) shared += pixels
  } while (both.left > 0)
  if (shared === 0) return 0
  return shared / (crowd ? rleArea(a) : either)
}

function boxesMeet(a: Rle, b: Rle): boolean {
  const [one, two] = [rleBox(a), rleBox(b)]
  if (one === null || two === null) return false
  return one.x0 < two.x1 && two.x0 < one.x1 && one.y0 < two.y1 && two.y0 < one.y1
}

function checkSameGrid(a: Rle, b: Rle): void {
  if (a.width === b.width && a.height === b.height) return
  throw new RangeError(
    `Masks of ${a.width} x ${a.height} and of ${b.width} x ${b.height} pixels cannot be compared.`,
  )
}

/** Goes through two lists of runs at once, from one change in either to the next. */
class BothRuns {
  readonly #a: Uint32Array
  readonly #b: Uint32Array
  #nextA = 1
  #nextB = 1
  #leftA: number
  #leftB: number
  inA = false
  inB = false
  /** Pixels left in the current runs; 0 at the end. */
  left = 1

  constructor(a: Uint32Array, b: Uint32Array) {
    this.#a = a
    this.#b = b
    this.#leftA = a[0] ?? 0
    this.#leftB = b[0] ?? 0
  }

  /** How many pixels the step went; afterwards `inA` and `inB` tell of the next ones. */
  step(): number {
    const pixels = Math.min(this.#leftA, this.#leftB)
    this.#leftA -= pixels
    this.#leftB -= pixels
    if (this.#leftA === 0 && this.#nextA < this.#a.length) {
      this.#leftA = this.#a[this.#nextA++] ?? 0
      this.inA = !this.inA
    }
    if (this.#leftB === 0 && this.#nextB < this.#b.length) {
      this.#leftB = this.#b[this.#nextB++] ?? 0
      this.inB = !this.inB
    }
    this.left = this.#leftA + this.#leftB
    return pixels
  }
}
