import { open } from 'node:fs/promises'
import sharp from 'sharp'
import type { Sharp } from 'sharp'
import { Failure } from '../contract/failures'
import { leastBmpBytes, readBmpHeader } from './bmp'
import { knownFormat, openDirectly, openPicture, statPicture } from './open-picture'
import { looksComplete, pixelLimit } from './picture-formats'
import type { PictureFormat } from './picture-formats'
import type { Crop } from './random-crop'
import { toPlanes } from './square'
import type { Square } from './square'
import { decodeProblem, fileProblem } from './unreadable'

export interface PictureInfo {
  /** Upright size in pixels, EXIF orientation applied. */
  readonly width: number
  readonly height: number
  readonly format: PictureFormat
}

const headBytes = 256
const tailBytes = 65_536

/**
 * Size and format of a picture from its header, at the cost of a few reads; only a file that does
 * not end as it should is decoded in full. Throws IMAGE_UNREADABLE with a plain reason.
 */
export async function probe(path: string): Promise<PictureInfo> {
  const ends = await readEnds(path)
  const format = knownFormat(path, ends.head)
  try {
    if (format === 'bmp') return probeBmp(ends)
    const { autoOrient } = await sharp(path, { limitInputPixels: pixelLimit }).metadata()
    if (!looksComplete(format, ends.head, ends.tail, ends.size)) await decodeInFull(path)
    return { width: autoOrient.width, height: autoOrient.height, format }
  } catch (error) {
    throw decodeProblem(path, error)
  }
}

/**
 * A picture squeezed to a square as backbones take it: [3, side, side], RGB, x / 127.5 - 1.
 * Upright, transparent parts on white, first frame of an animation. The file has passed `probe`
 * before, which alone refuses what is no photograph (SVG). Throws IMAGE_UNREADABLE.
 */
export async function decodeSquare(path: string, side: number): Promise<Float32Array> {
  return toPlanes(await readSquare(path, side))
}

/** The same as bytes. */
export async function readSquare(path: string, side: number): Promise<Square> {
  return { pixels: await decoded(path, (picture) => squeeze(picture, side)), side }
}

/**
 * A picture without what is left over when both edges are divided by `edge`, squeezed to a square: its
 * edge x edge tiles are those of the picture. Throws IMAGE_UNREADABLE.
 */
export async function readGrid(path: string, edge: number, side: number): Promise<Square> {
  const pixels = await decoded(path, async (picture) => {
    const { autoOrient } = await picture.metadata()
    const whole = (length: number) => Math.max(1, length - (length % edge))
    const [width, height] = [whole(autoOrient.width), whole(autoOrient.height)]
    return squeeze(picture.extract({ left: 0, top: 0, width, height }), side)
  })
  return { pixels, side }
}

/**
 * A part of a picture squeezed to a square; `choose` says which, in pixels of the upright picture. Pixels
 * beside the part count at its edges, as they do for the whole. Throws IMAGE_UNREADABLE.
 */
export async function readCrop(
  path: string,
  side: number,
  choose: (width: number, height: number) => Crop,
): Promise<Square> {
  const pixels = await decoded(path, async (picture) => {
    const { autoOrient } = await picture.metadata()
    return cropped(picture, side, autoOrient, choose(autoOrient.width, autoOrient.height))
  })
  return { pixels, side }
}

/** All of it squeezed, of which only the part is computed: a large photograph is decoded smaller. */
function cropped(
  picture: Sharp,
  side: number,
  whole: { readonly width: number; readonly height: number },
  crop: Crop,
): Promise<Buffer> {
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
const squeeze = (picture: Sharp, side: number): Promise<Buffer> =>
  picture.resize(side, side, { fit: 'fill', kernel: 'linear' }).raw().toBuffer()

export type ThumbnailFormat = 'jpeg' | 'webp'

/**
 * A picture, upright and on white, no larger than `maxEdge` pixels on its longer edge and never
 * enlarged, as a file of `format`. Throws IMAGE_UNREADABLE.
 */
export function thumbnail(path: string, maxEdge: number, format: ThumbnailFormat): Promise<Buffer> {
  return decoded(path, (picture) => {
    const small = picture.resize(maxEdge, maxEdge, { fit: 'inside', withoutEnlargement: true })
    return (
      format === 'jpeg' ? small.jpeg({ quality: 82 }) : small.webp({ quality: 80 })
    ).toBuffer()
  })
}

/** First the way that needs no JavaScript thread; what fails takes the way that knows why. */
async function decoded(path: string, finish: (picture: Sharp) => Promise<Buffer>): Promise<Buffer> {
  try {
    return await finish(openDirectly(path))
  } catch {
    return decodedCarefully(path, finish)
  }
}

async function decodedCarefully(path: string, finish: (picture: Sharp) => Promise<Buffer>) {
  try {
    return await finish(await openPicture(path))
  } catch (error) {
    throw decodeProblem(path, error)
  }
}

interface FileEnds {
  readonly head: Buffer
  readonly tail: Buffer
  readonly size: number
}

async function readEnds(path: string): Promise<FileEnds> {
  try {
    return await readEndsOrThrow(path)
  } catch (error) {
    throw error instanceof Failure ? error : fileProblem(path, error)
  }
}

async function readEndsOrThrow(path: string): Promise<FileEnds> {
  const { size } = await statPicture(path)
  const file = await open(path, 'r')
  try {
    const head = Buffer.alloc(Math.min(headBytes, size))
    const tail = Buffer.alloc(Math.min(tailBytes, size))
    await file.read(head, 0, head.length, 0)
    await file.read(tail, 0, tail.length, size - tail.length)
    return { head, tail, size }
  } finally {
    await file.close()
  }
}

function probeBmp({ head, size }: FileEnds): PictureInfo {
  const header = readBmpHeader(head)
  if (size < leastBmpBytes(header)) throw new Error('bitmap is cut off')
  return { width: header.width, height: header.height, format: 'bmp' }
}

/** Every pixel is decoded, none kept. */
async function decodeInFull(path: string): Promise<void> {
  await sharp(path, { failOn: 'error', limitInputPixels: pixelLimit, sequentialRead: true })
    .resize(1, 1, { fit: 'fill', fastShrinkOnLoad: false })
    .raw()
    .toBuffer()
}
