import { open } from 'node:fs/promises'
import sharp from 'sharp'
import { Failure } from '../contract/failures'
import { leastBmpBytes, readBmpHeader } from './bmp'
import { decoded } from './decoded'
import { knownFormat, statPicture } from './open-picture'
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
