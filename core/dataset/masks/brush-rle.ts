import { type Bitmap, emptyBitmap } from '../../kernel/mask/bitmap'
import { mostPixels } from '../../kernel/mask/counts'

const channels = 4
/** Bits that a run's length may take; Label Studio writes these and reads any. */
const lengthBits = [3, 4, 8, 16] as const
const valueBits = 8
const inside = 255

/**
 * A mask as Label Studio's brush keeps it: red, green, blue and alpha of every pixel row by row, runs of
 * equal bytes packed into bits (the `rle-pack` of thi.ng/umbrella), bit for bit as its converter does.
 */
export function packBrush({ data }: Bitmap): Uint8Array {
  const out = new BitWriter()
  out.write(data.length * channels, 32)
  out.write(valueBits - 1, 5)
  for (const bits of lengthBits) out.write(bits - 1, 4)
  for (let at = 0; at < data.length;) {
    const value = data[at]
    let end = at + 1
    while (end < data.length && data[end] === value) end++
    writeRun(out, (end - at) * channels, value ? inside : 0)
    at = end
  }
  return out.bytes()
}

/** Bytes 2^16 at a time, then the rest in as few bits as it fits into. */
function writeRun(out: BitWriter, bytes: number, value: number): void {
  let left = bytes
  while (left > 0) {
    const length = Math.min(left, 2 ** 16)
    const size = lengthBits.findIndex((bits) => length <= 2 ** bits)
    out.write(1, 1)
    out.write(size, 2)
    out.write(length - 1, lengthBits[size] ?? 16)
    out.write(value, valueBits)
    left -= length
  }
}

/**
 * The mask of a brush: wherever alpha is not 0. Throws a RangeError when it does not add up to the
 * pixels of the picture or is cut off.
 */
export function unpackBrush(bytes: readonly number[], width: number, height: number): Bitmap {
  if (width * height > mostPixels) throw new RangeError('The brush is impossibly large.')
  const source = new BitReader(bytes)
  const total = source.read(32)
  if (total !== width * height * channels) {
    throw new RangeError(
      `The brush has ${total / channels} pixels, but ${width} x ${height} are ${width * height}.`,
    )
  }
  const wordBits = source.read(5) + 1
  const sizes = lengthBits.map(() => source.read(4) + 1)
  const bitmap = emptyBitmap(width, height)
  for (let at = 0; at < total;) {
    const isRun = source.read(1) === 1
    const end = at + source.read(sizes[source.read(2)] ?? 1) + 1
    if (end > total) throw new RangeError('The brush runs beyond the picture.')
    if (isRun) {
      if (source.read(wordBits) !== 0) fillAlpha(bitmap.data, at, end)
    } else {
      for (let i = at; i < end; i++)
        if (source.read(wordBits) !== 0) fillAlpha(bitmap.data, i, i + 1)
    }
    at = end
  }
  return bitmap
}

/** Of the bytes start..end, every fourth is the alpha of a pixel. */
function fillAlpha(data: Uint8Array, start: number, end: number): void {
  data.fill(1, start >> 2, end >> 2)
}

class BitReader {
  readonly #bytes: readonly number[]
  #at = 0

  constructor(bytes: readonly number[]) {
    this.#bytes = bytes
  }

  /** The highest bit first, up to 32 of them. */
  read(count: number): number {
    let value = 0
    for (let left = count; left > 0;) {
      const byte = this.#bytes[this.#at >> 3]
      if (byte === undefined) throw new RangeError('The brush is cut off.')
      const offset = this.#at & 7
      const taken = Math.min(8 - offset, left)
      const bits = (byte >> (8 - offset - taken)) & ((1 << taken) - 1)
      value = value * 2 ** taken + bits
      this.#at += taken
      left -= taken
    }
    return value
  }
}

class BitWriter {
  readonly #bytes: number[] = []
  #bits = 0

  write(value: number, count: number): void {
    for (let left = count; left > 0;) {
      const offset = this.#bits & 7
      if (offset === 0) this.#bytes.push(0)
      const taken = Math.min(8 - offset, left)
      const bits = Math.floor(value / 2 ** (left - taken)) % 2 ** taken
      const last = this.#bytes.length - 1
      this.#bytes[last] = (this.#bytes[last] ?? 0) | (bits << (8 - offset - taken))
      this.#bits += taken
      left -= taken
    }
  }

  /** The converter fills the last byte up, or adds an empty one where it is full. */
  bytes(): Uint8Array {
    const spare = this.#bits % 8 === 0 ? [0] : []
    return Uint8Array.from([...this.#bytes, ...spare])
  }
}
