import { COLUMN_UNIT, ROW_UNIT } from './squeeze-code'

/** For each place of the result, where its pixels begin and how much each of `taps` of them counts. */
export interface Taps {
  readonly taps: number
  readonly first: Int32Array
  /** [places, taps], adding up to ROW_UNIT for each place. */
  readonly ofRows: Uint16Array
  /** [places, taps], adding up to COLUMN_UNIT. */
  readonly ofColumns: Int32Array
}

/** Pictures of a folder have few sizes; crops have many. */
const KNOWN = 512
const known = new Map<number, Taps>()

/** A triangle as wide as what a pixel of the result covers, which is what Pillow calls bilinear. */
export function tapsOf(from: number, to: number): Taps {
  const key = from * 0x10000 + to
  const found = known.get(key)
  if (found) return found
  if (known.size >= KNOWN) known.clear()
  const made = makeTaps(from, to)
  known.set(key, made)
  return made
}

function makeTaps(from: number, to: number): Taps {
  const scale = from / to
  const reach = Math.max(1, scale)
  const places = Array.from({ length: to }, (_, place) => {
    const middle = (place + 0.5) * scale - 0.5
    const start = Math.max(0, Math.floor(middle - reach) + 1)
    const end = Math.min(from, Math.ceil(middle + reach))
    return {
      start,
      shares: Array.from({ length: end - start }, (_, i) => reach - Math.abs(start + i - middle)),
    }
  })
  const taps = Math.max(...places.map(({ shares }) => shares.length))
  const first = new Int32Array(to)
  const [ofRows, ofColumns] = [new Uint16Array(to * taps), new Int32Array(to * taps)]
  for (const [place, { start, shares }] of places.entries()) {
    // Every place reads as many pixels, none of them outside.
    const begin = Math.min(start, from - taps)
    first[place] = begin
    ofRows.set(inUnits(shares, ROW_UNIT), place * taps + start - begin)
    ofColumns.set(inUnits(shares, COLUMN_UNIT), place * taps + start - begin)
  }
  return { taps, first, ofRows, ofColumns }
}

/** Whole numbers in proportion that add up to `unit`: what rounding leaves goes to the largest. */
function inUnits(shares: readonly number[], unit: number): number[] {
  const sum = shares.reduce((total, share) => total + share, 0)
  const whole = shares.map((share) => Math.round((share * unit) / sum))
  const largest = shares.indexOf(Math.max(...shares))
  const rest = unit - whole.reduce((total, share) => total + share, 0)
  return whole.map((share, i) => (i === largest ? share + rest : share))
}
