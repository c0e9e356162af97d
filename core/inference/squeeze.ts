import type { Crop } from './random-crop'

/** Pixels [height, width, channels] as bytes. */
export interface Pixels {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: number
}

/** For each place of the result, where its pixels begin and how much each of `taps` of them counts. */
interface Taps {
  readonly taps: number
  readonly first: Int32Array
  /** [places, taps] */
  readonly weights: Float64Array
}

/**
 * A part of RGB or grey pixels squeezed to a square, [side, side, channels]: a triangle as wide as what a
 * pixel of the result covers, which is what Pillow calls bilinear. Pixels beside the part do not count.
 */
export function squeeze(
  pixels: Pixels,
  { left, top, width, height }: Crop,
  side: number,
): Uint8Array {
  const { channels } = pixels
  const [across, down] = [tapsOf(width, side), tapsOf(height, side)]
  const line = new Float64Array(width * channels)
  const out = new Uint8Array(side * side * channels)
  const step = pixels.width * channels
  for (let y = 0; y < side; y++) {
    const from = (top + (down.first[y] ?? 0)) * step + left * channels
    mixRows(pixels.data, { from, step, down, y }, line)
    const row = out.subarray(y * side * channels, (y + 1) * side * channels)
    if (channels === 3) mixColours(line, across, row)
    else mixGreys(line, across, row)
  }
  return out
}

/** One line of the result at its full width: [width * channels]. */
function mixRows(
  data: Uint8Array,
  { from, step, down, y }: { from: number; step: number; down: Taps; y: number },
  line: Float64Array,
): void {
  const { taps, weights } = down
  const [w0 = 0, w1 = 0, w2 = 0] = weights.subarray(y * taps, y * taps + 3)
  const length = line.length
  if (taps === 1) for (let i = 0, a = from; i < length; i++, a++) line[i] = data[a] ?? 0
  else if (taps === 2) {
    for (let i = 0, a = from, b = from + step; i < length; i++, a++, b++)
      line[i] = w0 * (data[a] ?? 0) + w1 * (data[b] ?? 0)
  } else {
    for (let i = 0, a = from, b = a + step, c = b + step; i < length; i++, a++, b++, c++)
      line[i] = w0 * (data[a] ?? 0) + w1 * (data[b] ?? 0) + w2 * (data[c] ?? 0)
    for (let tap = 3; tap < taps; tap++) {
      const weight = weights[y * taps + tap] ?? 0
      const start = from + tap * step
      for (let i = 0, a = start; i < length; i++, a++)
        line[i] = (line[i] ?? 0) + weight * (data[a] ?? 0)
    }
  }
}

function mixColours(line: Float64Array, across: Taps, row: Uint8Array): void {
  const { taps, first, weights } = across
  for (let x = 0, to = 0, at = 0; x < first.length; x++, to += 3, at += taps) {
    let p = 3 * (first[x] ?? 0)
    let r = 0.5
    let g = 0.5
    let b = 0.5
    for (let tap = at; tap < at + taps; tap++, p += 3) {
      const weight = weights[tap] ?? 0
      r += weight * (line[p] ?? 0)
      g += weight * (line[p + 1] ?? 0)
      b += weight * (line[p + 2] ?? 0)
    }
    row[to] = r
    row[to + 1] = g
    row[to + 2] = b
  }
}

function mixGreys(line: Float64Array, { taps, first, weights }: Taps, row: Uint8Array): void {
  for (let x = 0, at = 0; x < first.length; x++) {
    let grey = 0.5
    for (let p = first[x] ?? 0, end = at + taps; at < end; at++, p++)
      grey += (weights[at] ?? 0) * (line[p] ?? 0)
    row[x] = grey
  }
}

/** Pictures of a folder have few sizes; crops have many. */
const KNOWN = 256
const known = new Map<number, Taps>()

function tapsOf(from: number, to: number): Taps {
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
    const raw = Array.from({ length: end - start }, (_, i) => reach - Math.abs(start + i - middle))
    const sum = raw.reduce((total, weight) => total + weight, 0)
    return { start, weights: raw.map((weight) => weight / sum) }
  })
  const taps = Math.max(...places.map(({ weights }) => weights.length))
  const [first, weights] = [new Int32Array(to), new Float64Array(to * taps)]
  for (const [place, { start, weights: own }] of places.entries()) {
    // Every place reads as many pixels, none of them outside.
    first[place] = Math.min(start, from - taps)
    weights.set(own, place * taps + start - Math.min(start, from - taps))
  }
  return { taps, first, weights }
}
