import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { Failure, toFailureInfo } from '../contract/failures'
import type { ImageProblem } from '../contract/images'
import { probe } from '../inference/decode'
import { walkFolder } from './walk'

export interface ScannedImage {
  /** Relative to the root, with forward slashes, spelled as on the disk. */
  path: string
  /** Upright size in pixels. */
  width: number
  height: number
  bytes: number
  /** Milliseconds since 1970. */
  mtime: number
}

export interface ScanBatch {
  images: ScannedImage[]
  problems: ImageProblem[]
}

const firstBatch = 16
const largestBatch = 512
const probesAtOnce = 8

type Found = { image: ScannedImage } | { problem: ImageProblem }

/**
 * Streams the pictures of a folder tree in natural order, a small batch first and larger ones
 * later. What cannot be read is a problem of its batch. Throws FOLDER_MISSING, FOLDER_UNREADABLE
 * and, when the whole tree holds no readable picture, NO_IMAGES after its last batch. Pictures that
 * are `known` by path and have not changed since are not opened again.
 */
export async function* scanFolder(
  root: string,
  signal: AbortSignal,
  known: ReadonlyMap<string, ScannedImage> = new Map(),
): AsyncGenerator<ScanBatch> {
  const limit = pLimit(probesAtOnce)
  const reading = new Set<Promise<Found>>()
  const read = (path: string) =>
    limit(() => {
      const found = measure(root, path, known.get(path))
      reading.add(found)
      return found.finally(() => reading.delete(found))
    })
  let waiting: Promise<Found>[] = []
  let size = firstBatch
  let images = 0
  let last: ScanBatch
  try {
    for await (const entry of walkFolder(root, signal)) {
      if (entry.kind === 'folder') continue
      waiting.push(
        entry.kind === 'picture' ? read(entry.path) : Promise.resolve({ problem: entry.problem }),
      )
      if (waiting.length < size) continue
      const batch = toBatch(await Promise.all(waiting))
      images += batch.images.length
      yield batch
      waiting = []
      size = Math.min(size * 2, largestBatch)
    }
    last = toBatch(await Promise.all(waiting))
  } finally {
    // A scan given up half-way opens no further file, and has closed those that it had open.
    limit.clearQueue()
    await Promise.allSettled(reading)
  }
  if (waiting.length > 0) yield last
  if (images + last.images.length === 0) throw noImages(root)
}

async function measure(
  root: string,
  path: string,
  known: ScannedImage | undefined,
): Promise<Found> {
  const file = join(root, path)
  try {
    const before = await stat(file).catch(() => null)
    if (before && known && isSame(before, known)) return { image: known }
    // What cannot be read says why in plain words here, also when `stat` failed.
    const { width, height } = await probe(file)
    const { size: bytes, mtimeMs } = before ?? (await stat(file))
    return { image: { path, width, height, bytes, mtime: Math.round(mtimeMs) } }
  } catch (error) {
    return { problem: { path, reason: toFailureInfo(error).message } }
  }
}

function isSame(stats: { size: number; mtimeMs: number }, known: ScannedImage): boolean {
  return known.bytes === stats.size && known.mtime === Math.round(stats.mtimeMs)
}

function toBatch(found: Found[]): ScanBatch {
  const batch: ScanBatch = { images: [], problems: [] }
  for (const one of found) {
    if ('image' in one) batch.images.push(one.image)
    else batch.problems.push(one.problem)
  }
  return batch
}

function noImages(root: string): Failure {
  return new Failure('NO_IMAGES', `${root} holds no picture that can be read.`, {
    advice: 'Choose a folder with JPEG, PNG, WebP, GIF, TIFF, AVIF or BMP pictures in it.',
    path: root,
  })
}
