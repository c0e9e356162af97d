import { open } from 'node:fs/promises'
import sharp from 'sharp'
import type { Sharp } from 'sharp'
import { Failure } from '../contract/failures'
import { leastBmpBytes, readBmpHeader } from './bmp'
import { knownFormat, openDirectly, openPicture, statPicture } from './open-picture'
import { looksComplete, pixelLimit } from './picture-formats'
import type { PictureFormat } from './picture-formats'
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
  // Triangle filter: what backbones are commonly trained with, and half the time of Lanczos.
  const pixels = await decoded(path, (picture) =>
    picture.resize(side, side, { fit: 'fill', kernel: 'linear' }).raw().toBuffer(),
  )
  return toPlanes(pixels, side * side)
}

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

const scaled = Float32Array.from({ length: 256 }, (_, value) => value / 127.5 - 1)

/** Interleaved bytes [positions, 1 or 3] to scaled planes [3, positions]. */
function toPlanes(pixels: Buffer, positions: number): Float32Array {
  const planes = new Float32Array(3 * positions)
  const step = pixels.length / positions
  const [green, blue] = step < 3 ? [0, 0] : [1, 2]
  for (let i = 0, from = 0; i < positions; i++, from += step) {
    planes[i] = scaled[pixels[from] ?? 0] ?? 0
    planes[i + positions] = scaled[pixels[from + green] ?? 0] ?? 0
    planes[i + 2 * positions] = scaled[pixels[from + blue] ?? 0] ?? 0
  }
  return planes
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
