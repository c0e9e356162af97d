import { pixelLimit } from './picture-formats'

export interface BmpHeader {
  readonly width: number
  readonly height: number
  readonly topDown: boolean
  readonly bits: number
  readonly compression: number
  readonly pixels: number
  readonly palette: number
  readonly colours: number
  readonly paletteEntry: number
  /** Red, green, blue, alpha. */
  readonly masks: readonly [number, number, number, number]
}

const rgb = 0
const rle8 = 1
const rle4 = 2
const bitFields = 3
const alphaBitFields = 6

/**
 * Reads the header of a Windows bitmap from its first bytes (138 are always enough).
 * Throws an Error with a plain message when it is damaged or of a kind that nobody writes any more.
 */
export function readBmpHeader(head: Buffer): BmpHeader {
  const size = head.readUInt32LE(14)
  const core = size === 12
  const compression = core ? rgb : head.readUInt32LE(30)
  const bits = head.readUInt16LE(core ? 24 : 28)
  const signedHeight = core ? head.readUInt16LE(20) : head.readInt32LE(22)
  const hasOwnMasks = compression === bitFields || compression === alphaBitFields
  const outside = hasOwnMasks && size === 40 ? (compression === alphaBitFields ? 16 : 12) : 0
  const header: BmpHeader = {
    width: core ? head.readUInt16LE(18) : head.readInt32LE(18),
    height: Math.abs(signedHeight),
    topDown: signedHeight < 0,
    bits,
    compression,
    pixels: head.readUInt32LE(10),
    palette: 14 + size + outside,
    colours: bits > 8 ? 0 : (core ? 0 : head.readUInt32LE(46)) || 2 ** bits,
    paletteEntry: core ? 3 : 4,
    masks: hasOwnMasks ? readMasks(head, size, outside) : defaultMasks(bits),
  }
  checkHeader(header)
  return header
}

function readMasks(head: Buffer, size: number, outside: number): BmpHeader['masks'] {
  const alpha = size >= 56 || outside === 16 ? head.readUInt32LE(66) : 0
  return [head.readUInt32LE(54), head.readUInt32LE(58), head.readUInt32LE(62), alpha]
}

function defaultMasks(bits: number): BmpHeader['masks'] {
  return bits === 16 ? [0x7c00, 0x03e0, 0x001f, 0] : [0xff0000, 0xff00, 0xff, 0]
}

function checkHeader({ width, height, bits, compression, colours }: BmpHeader): void {
  if (width < 1 || height < 1) throw new Error('damaged bitmap header')
  if (width * height > pixelLimit) throw new Error('bitmap exceeds the pixel limit')
  const known =
    (compression === rgb && [1, 4, 8, 16, 24, 32].includes(bits)) ||
    (compression === rle8 && bits === 8) ||
    (compression === rle4 && bits === 4) ||
    ([bitFields, alphaBitFields].includes(compression) && [16, 32].includes(bits))
  if (!known) throw new Error('unsupported bitmap')
  if (colours > 256) throw new Error('damaged bitmap palette')
}

/**
 * Bytes that a whole file of this header has at least, so that a small file cannot claim a huge
 * picture. Run lengths take two bytes for at most 255 pixels.
 */
export function leastBmpBytes({ width, height, bits, compression, pixels }: BmpHeader): number {
  if (compression === rle8 || compression === rle4)
    return pixels + Math.floor((width * height) / 128)
  return pixels + rowBytes(width, bits) * (height - 1) + Math.ceil((width * bits) / 8)
}

const rowBytes = (width: number, bits: number): number => Math.ceil((width * bits) / 32) * 4

/** Decodes a Windows bitmap of 1 to 32 bits, run lengths included, to RGBA [height, width, 4]. */
export function decodeBmp(file: Buffer): { data: Buffer; width: number; height: number } {
  const header = readBmpHeader(file)
  if (file.length < leastBmpBytes(header)) throw new Error('bitmap is cut off')
  const data = Buffer.alloc(header.width * header.height * 4)
  if (header.compression === rle8 || header.compression === rle4) decodeRuns(file, header, data)
  else if (header.bits <= 8) decodeIndexed(file, header, data)
  else if (header.bits === 24) decodeTriples(file, header, data)
  else decodeMasked(file, header, data)
  return { data, width: header.width, height: header.height }
}

const targetRow = ({ topDown, height, width }: BmpHeader, y: number): number =>
  (topDown ? y : height - 1 - y) * width * 4

/** The colours of the palette as RGBA words; a damaged index means the last one. */
function paletteWords(file: Buffer, { palette, colours, paletteEntry }: BmpHeader): Uint32Array {
  const entries = Array.from({ length: 256 }, (_, i) => {
    const entry = palette + Math.min(i, colours - 1) * paletteEntry
    return [file.readUInt8(entry + 2), file.readUInt8(entry + 1), file.readUInt8(entry), 255]
  })
  return new Uint32Array(Uint8Array.from(entries.flat()).buffer)
}

const wordsOf = (data: Buffer): Uint32Array =>
  new Uint32Array(data.buffer, data.byteOffset, data.length / 4)

function decodeIndexed(file: Buffer, header: BmpHeader, data: Buffer): void {
  const { width, height, bits, pixels } = header
  const [colours, words] = [paletteWords(file, header), wordsOf(data)]
  const perByte = 8 / bits
  const mask = 2 ** bits - 1
  for (let y = 0; y < height; y++) {
    const row = pixels + y * rowBytes(width, bits)
    const to = targetRow(header, y) / 4
    for (let x = 0; x < width; x++) {
      const byte = file[row + Math.trunc(x / perByte)] ?? 0
      words[to + x] = colours[(byte >> (8 - bits * ((x % perByte) + 1))) & mask] ?? 0
    }
  }
}

function decodeTriples(file: Buffer, header: BmpHeader, data: Buffer): void {
  const { width, height, pixels } = header
  for (let y = 0; y < height; y++) {
    let from = pixels + y * rowBytes(width, 24)
    let to = targetRow(header, y)
    for (let x = 0; x < width; x++, from += 3, to += 4) {
      data[to] = file[from + 2] ?? 0
      data[to + 1] = file[from + 1] ?? 0
      data[to + 2] = file[from] ?? 0
      data[to + 3] = 255
    }
  }
}

function decodeMasked(file: Buffer, header: BmpHeader, data: Buffer): void {
  const { width, height, bits, pixels } = header
  const channels = header.masks.map(channelReader)
  for (let y = 0; y < height; y++) {
    const row = pixels + y * rowBytes(width, bits)
    for (let x = 0; x < width; x++) {
      const value = bits === 16 ? file.readUInt16LE(row + x * 2) : file.readUInt32LE(row + x * 4)
      const to = targetRow(header, y) + x * 4
      for (const [c, read] of channels.entries()) data[to + c] = read(value)
    }
  }
}

/** A missing mask is full: only alpha may be missing, and then nothing is transparent. */
function channelReader(mask: number): (value: number) => number {
  if (mask === 0) return () => 255
  const shift = 31 - Math.clz32(mask & -mask)
  const most = mask >>> shift
  return (value) => Math.round((((value & mask) >>> shift) * 255) / most)
}

/** Run lengths: pairs (count, index); a count of 0 starts a line, an end, a jump or literals. */
function decodeRuns(file: Buffer, header: BmpHeader, data: Buffer): void {
  const { width, height, bits } = header
  const [colours, words] = [paletteWords(file, header), wordsOf(data)]
  const indexAt = (at: number, i: number): number => {
    if (bits === 8) return file.readUInt8(at + i)
    const byte = file.readUInt8(at + (i >> 1))
    return i % 2 === 0 ? byte >> 4 : byte & 15
  }
  let at = header.pixels
  let x = 0
  let y = 0
  const put = (index: number): void => {
    if (x < width) words[targetRow(header, y) / 4 + x] = colours[index] ?? 0
    x++
  }
  words.fill(colours[0] ?? 0)
  while (y < height) {
    const count = file.readUInt8(at)
    const second = file.readUInt8(at + 1)
    at += 2
    if (count > 0) {
      for (let i = 0; i < count; i++)
        put(bits === 8 ? second : i % 2 === 0 ? second >> 4 : second & 15)
    } else if (second === 0) {
      x = 0
      y++
    } else if (second === 1) {
      return
    } else if (second === 2) {
      x += file.readUInt8(at)
      y += file.readUInt8(at + 1)
      at += 2
    } else {
      for (let i = 0; i < second; i++) put(indexAt(at, i))
      at += Math.ceil((second * bits) / 16) * 2
    }
  }
}
