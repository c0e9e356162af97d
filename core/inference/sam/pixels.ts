import sharp from 'sharp'
import type { Frame } from './frame'
import type { EncoderLayout } from './layout'
import type { Values } from './network'

/** An upright picture [height, width, 3], RGB bytes. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

// ImageNet's, of bytes: what every network of the family was trained with.
const MEAN = [123.675, 116.28, 103.53] as const
const DEVIATION = [58.395, 57.12, 57.375] as const

/** A picture as the half that reads pictures takes it. */
export async function pixelsOf(
  picture: Picture,
  frame: Frame,
  { form, canvas, side }: EncoderLayout,
): Promise<Values> {
  const scaled = await resized(picture, frame)
  if (form === 'planes') return { data: planesOf(scaled, frame), dims: [1, 3, side, side] }
  const { width, height } = canvas ?? frame
  return { data: rowsOf(scaled, frame, width, height), dims: [height, width, 3] }
}

async function resized(
  { data, width, height }: Picture,
  frame: { width: number; height: number },
): Promise<Uint8Array> {
  if (width === frame.width && height === frame.height) return data
  return sharp(data, { raw: { width, height, channels: 3 } })
    .resize(frame.width, frame.height, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer()
}

/** [3, side, side]; beside the picture are zeros, which is the mean colour. */
function planesOf(pixels: Uint8Array, { side, width, height }: Frame): Float32Array {
  const planes = new Float32Array(3 * side * side)
  for (let channel = 0; channel < 3; channel++) {
    const table = normalised(MEAN[channel] ?? 0, DEVIATION[channel] ?? 1)
    for (let y = 0; y < height; y++) {
      let to = (channel * side + y) * side
      let from = 3 * y * width + channel
      for (let x = 0; x < width; x++, to++, from += 3) planes[to] = table[pixels[from] ?? 0] ?? 0
    }
  }
  return planes
}

const normalised = (mean: number, deviation: number): Float32Array =>
  Float32Array.from({ length: 256 }, (_, byte) => (byte - mean) / deviation)

/** [height, width, 3], the picture in the upper left corner of black. */
function rowsOf(pixels: Uint8Array, frame: Frame, width: number, height: number): Float32Array {
  if (width === frame.width && height === frame.height) return Float32Array.from(pixels)
  const rows = new Float32Array(3 * width * height)
  for (let y = 0; y < frame.height; y++) {
    rows.set(pixels.subarray(3 * y * frame.width, 3 * (y + 1) * frame.width), 3 * y * width)
  }
  return rows
}
