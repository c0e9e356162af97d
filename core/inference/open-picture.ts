import { readFile, stat } from 'node:fs/promises'
import sharp from 'sharp'
import type { Sharp } from 'sharp'
import { Failure } from '../contract/failures'
import { decodeBmp } from './bmp'
import { pixelLimit, sniffFormat } from './picture-formats'
import type { PictureFormat } from './picture-formats'
import { fileProblem, reasons, unreadable } from './unreadable'

// Many pictures at once with one thread each decode faster than one picture with many threads.
sharp.concurrency(1)
sharp.cache(false)

const decoding = {
  failOn: 'error',
  limitInputPixels: pixelLimit,
  sequentialRead: true,
} as const

/**
 * A picture ready to be decoded, upright, on white, first frame only, sRGB.
 * Throws IMAGE_UNREADABLE for what is no picture; decoding itself may still fail (decodeProblem).
 */
export async function openPicture(path: string): Promise<Sharp> {
  const file = await readPicture(path)
  if (knownFormat(path, file) !== 'bmp') return upright(sharp(file, decoding))
  const { data, width, height } = decodeBmp(file)
  return upright(sharp(data, { raw: { width, height, channels: 4 } }))
}

/** The same for what sharp reads by itself: no thread of JavaScript is needed until it is done. */
export const openDirectly = (path: string): Sharp => upright(sharp(path, decoding))

function upright(picture: Sharp): Sharp {
  return picture.autoOrient().flatten({ background: '#ffffff' }).toColourspace('srgb')
}

/** All bytes of a picture file. Throws IMAGE_UNREADABLE: missing, no file, empty, no permission. */
export async function readPicture(path: string): Promise<Buffer> {
  try {
    await statPicture(path)
    return await readFile(path)
  } catch (error) {
    throw error instanceof Failure ? error : fileProblem(path, error)
  }
}

/** Size and times of a picture file, looked at before it is opened: a pipe would wait for ever. */
export async function statPicture(path: string): Promise<{ size: number; mtimeMs: number }> {
  try {
    const stats = await stat(path)
    if (!stats.isFile()) throw unreadable(path, reasons.notAFile)
    if (stats.size === 0) throw unreadable(path, reasons.empty)
    return stats
  } catch (error) {
    throw error instanceof Failure ? error : fileProblem(path, error)
  }
}

/** The format by the first bytes, or IMAGE_UNREADABLE saying what it is instead. */
export function knownFormat(path: string, head: Buffer): PictureFormat {
  const format = sniffFormat(head.subarray(0, 64))
  if (format === null) throw unreadable(path, reasons.notAPicture)
  if (format === 'heic') throw unreadable(path, reasons.heic)
  return format
}
