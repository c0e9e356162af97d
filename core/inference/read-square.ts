import type { Sharp } from 'sharp'
import { decoded } from './decoded'
import type { Crop } from './random-crop'
import { toPlanes } from './square'
import type { Square } from './square'
import { squeeze } from './squeeze'

/** Of the upright picture, in pixels. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

/**
 * A picture squeezed to a square as backbones take it: [3, side, side], RGB, x / 127.5 - 1.
 * Upright, transparent parts on white, first frame of an animation. The file has passed `probe`
 * before, which alone refuses what is no photograph (SVG). Throws IMAGE_UNREADABLE.
 */
export async function decodeSquare(path: string, side: number): Promise<Float32Array> {
  return toPlanes(await readSquare(path, side))
}

/** The same as bytes; a size that is known need not be looked up. */
export async function readSquare(path: string, side: number, size?: PictureSize): Promise<Square> {
  const pixels = await decoded(path, async (picture) => {
    const { width, height } = size ?? (await sizeOf(picture))
    const whole = isSmall({ width, height }, side) && Math.min(width, height) < 2 * side
    return whole ? squeezeWhole(picture, side) : squeezeByVips(picture, side)
  })
  return { pixels, side }
}

/**
 * A picture without what is left over when both edges are divided by `edge`, squeezed to a square: its
 * edge x edge tiles are those of the picture. Throws IMAGE_UNREADABLE.
 */
export async function readGrid(path: string, edge: number, side: number): Promise<Square> {
  const pixels = await decoded(path, async (picture) => {
    const size = await sizeOf(picture)
    const whole = (length: number) => Math.max(1, length - (length % edge))
    const [width, height] = [whole(size.width), whole(size.height)]
    return squeezeByVips(picture.extract({ left: 0, top: 0, width, height }), side)
  })
  return { pixels, side }
}

/**
 * A part of a picture squeezed to a square; `choose` says which, in pixels of the upright picture, and is
 * asked once or twice. Throws IMAGE_UNREADABLE.
 */
export async function readCrop(
  path: string,
  side: number,
  choose: (width: number, height: number) => Crop,
  size?: PictureSize,
): Promise<Square> {
  const pixels = await decoded(path, async (picture) => {
    const whole = size ?? (await sizeOf(picture))
    if (isSmall(whole, side)) return squeezeWhole(picture, side, choose)
    return cropped(picture, side, whole, choose(whole.width, whole.height))
  })
  return { pixels, side }
}

async function sizeOf(picture: Sharp): Promise<PictureSize> {
  return (await picture.metadata()).autoOrient
}

/** Whether all pixels may be held for it: larger ones are decoded smaller, or line by line. */
const isSmall = ({ width, height }: PictureSize, side: number): boolean =>
  width * height <= (4 * side) ** 2

/**
 * All pixels decoded, and squeezed here: 0.4 ms of the processor for 320 x 240 to 224 where libvips takes
 * 1.6, and to a rounding what Pillow and so torchvision make of it, which libvips is not.
 */
async function squeezeWhole(
  picture: Sharp,
  side: number,
  choose = (width: number, height: number): Crop => ({ left: 0, top: 0, width, height }),
): Promise<Uint8Array> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true })
  return squeeze({ data, ...info }, choose(info.width, info.height), side)
}

/** All of it squeezed, of which only the part is computed: a large photograph is decoded smaller. */
function cropped(picture: Sharp, side: number, whole: PictureSize, crop: Crop): Promise<Buffer> {
  const [across, down] = [side / crop.width, side / crop.height]
  const width = Math.max(side, Math.round(whole.width * across))
  const height = Math.max(side, Math.round(whole.height * down))
  const left = Math.min(width - side, Math.round(crop.left * across))
  const top = Math.min(height - side, Math.round(crop.top * down))
  return picture
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .extract({ left, top, width: side, height: side })
    .raw()
    .toBuffer()
}

/** Triangle filter: what backbones are commonly trained with, and half the time of Lanczos. */
const squeezeByVips = (picture: Sharp, side: number): Promise<Buffer> =>
  picture.resize(side, side, { fit: 'fill', kernel: 'linear' }).raw().toBuffer()
