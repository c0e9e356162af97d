import { decode, encode } from 'fast-png'
import { mostPixels } from '../../kernel/mask/counts'
import { vocPalette } from './voc-palette'

/** A picture whose pixels are numbers: of classes, or of objects. */
export interface LabelMap {
  readonly width: number
  readonly height: number
  /** [height, width] */
  readonly values: Uint8Array | Uint16Array
}

/** Three bytes a pixel instead of numbers, as some programs write their label pictures. */
export interface ColourMap {
  readonly width: number
  readonly height: number
  /** [height, width], red * 65536 + green * 256 + blue */
  readonly colours: Uint32Array
}

const headerBytes = 26
/** Text and colour profiles may stand beside the pixels. */
const spareBytes = 2 ** 20

/**
 * The numbers of an indexed or grey PNG, whatever their bits, or the colours of another one. Throws a
 * RangeError with a sentence where the file is no PNG, is cut off, or is impossibly large.
 */
export function readLabelPng(bytes: Uint8Array): LabelMap | ColourMap {
  checkHeader(bytes)
  let png
  try {
    png = decode(bytes)
  } catch (cause) {
    throw new RangeError('The PNG is damaged.', { cause })
  }
  const { width, height, data, depth, channels, palette } = png
  const isFlat = channels === 1 || (palette !== undefined && channels <= 2)
  if (!isFlat) return { width, height, colours: coloursOf(data, channels, depth) }
  if (depth < 8) return { width, height, values: unpacked(data, width, height, depth) }
  return { width, height, values: data instanceof Uint16Array ? data : Uint8Array.from(data) }
}

/** Numbers up to 255 in VOC's colours. */
export function writeIndexedPng({ width, height, values }: LabelMap): Uint8Array {
  const palette = vocPalette.map((colour) => [...colour])
  return encode({ width, height, data: Uint8Array.from(values), depth: 8, channels: 1, palette })
}

/** Numbers without colours: up to 255 in bytes, up to 65535 in two each. */
export function writeGreyPng({ width, height, values }: LabelMap): Uint8Array {
  const depth = values instanceof Uint16Array ? 16 : 8
  return encode({ width, height, data: values, depth, channels: 1 })
}

/** Before anything is unpacked: what claims to be small must be small. */
function checkHeader(bytes: Uint8Array): void {
  const signature = [137, 80, 78, 71, 13, 10, 26, 10]
  if (bytes.length < headerBytes || signature.some((byte, i) => bytes[i] !== byte)) {
    throw new RangeError('This is no PNG.')
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const pixels = view.getUint32(16) * view.getUint32(20)
  if (pixels > mostPixels) throw new RangeError('The PNG is impossibly large.')
  if (bytes.length > 8 * pixels + spareBytes) {
    throw new RangeError('The PNG holds more than its pixels can need.')
  }
}

/** Rows of less than eight bits a pixel begin at whole bytes. */
function unpacked(
  data: ArrayLike<number>,
  width: number,
  height: number,
  depth: number,
): Uint8Array {
  const values = new Uint8Array(width * height)
  const rowBytes = Math.ceil((width * depth) / 8)
  const perByte = 8 / depth
  const ones = (1 << depth) - 1
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const byte = data[y * rowBytes + Math.floor(x / perByte)] ?? 0
      values[i] = (byte >> (8 - depth * ((x % perByte) + 1))) & ones
    }
  }
  return values
}

function coloursOf(data: ArrayLike<number>, channels: number, depth: number): Uint32Array {
  const scale = depth === 16 ? 257 : 1
  const byte = (i: number): number => Math.round((data[i] ?? 0) / scale)
  const isGrey = channels < 3
  return Uint32Array.from({ length: data.length / channels }, (_, i) => {
    const at = i * channels
    const [red, green, blue] = isGrey ? [at, at, at] : [at, at + 1, at + 2]
    return (byte(red) << 16) | (byte(green) << 8) | byte(blue)
  })
}
