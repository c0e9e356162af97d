import type { Stats } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import sharp from 'sharp'
import { Failure } from '../contract/failures'
import { leastBmpBytes, readBmpHeader } from './bmp'
import { looksComplete, pixelLimit, sniffFormat } from './picture-formats'
import type { PictureFormat } from './picture-formats'
import { decodeProblem, fileProblem, reasons, unreadable } from './unreadable'

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
    const info = await probeBySharp(path, format)
    if (!looksComplete(format, ends.head, ends.tail, ends.size)) await decodeInFull(path)
    return info
  } catch (error) {
    throw decodeProblem(path, error)
  }
}

/** The format by the first bytes, or IMAGE_UNREADABLE saying what it is instead. */
export function knownFormat(path: string, head: Buffer): PictureFormat {
  const format = sniffFormat(head)
  if (format === null) throw unreadable(path, reasons.notAPicture)
  if (format === 'heic') throw unreadable(path, reasons.heic)
  return format
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
  // Looked at before it is opened: opening a pipe would wait for its writer for ever.
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

async function statPicture(path: string): Promise<Stats> {
  const stats = await stat(path)
  if (!stats.isFile()) throw unreadable(path, reasons.notAFile)
  if (stats.size === 0) throw unreadable(path, reasons.empty)
  return stats
}

function probeBmp({ head, size }: FileEnds): PictureInfo {
  const header = readBmpHeader(head)
  if (size < leastBmpBytes(header)) throw new Error('bitmap is cut off')
  return { width: header.width, height: header.height, format: 'bmp' }
}

async function probeBySharp(path: string, format: PictureFormat): Promise<PictureInfo> {
  const { autoOrient } = await sharp(path, { limitInputPixels: pixelLimit }).metadata()
  return { width: autoOrient.width, height: autoOrient.height, format }
}

async function decodeInFull(path: string): Promise<void> {
  await sharp(path, { failOn: 'error', limitInputPixels: pixelLimit, sequentialRead: true })
    .resize(1, 1, { fit: 'fill', fastShrinkOnLoad: false })
    .raw()
    .toBuffer()
}
