import { copyFile, link, mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { drawScene } from '../../../dataset/sample/draw-scene'
import { pictureHeight, pictureWidth } from '../../../dataset/sample/scene'
import { renderSvg } from '../../../inference/render-svg'
import { errnoCode } from '../../../contract/failures'
import { writeFileAtomic } from '../../../store/files'
import type { NewImage } from '../../../store/images'

export interface PictureOptions {
  readonly images: number
  /** Different pictures; the others are second names of these. */
  readonly drawn: number
  readonly seed: number
}

export const drawnWidth = pictureWidth
export const drawnHeight = pictureHeight

/** Pictures of one folder, as many as a camera writes. */
const inFolder = 1000
const atOnce = 64

/** Fills a folder with real pictures, many of them second names of one file; tells them as a scan would. */
export async function makePictures(
  originals: string,
  folder: string,
  { images, drawn, seed }: PictureOptions,
): Promise<NewImage[]> {
  const sources = await draw(originals, Math.min(images, drawn), seed)
  const limit = pLimit(atOnce)
  for (let first = 0; first < images; first += inFolder) {
    await mkdir(join(folder, folderOf(first)), { recursive: true })
  }
  return Promise.all(
    Array.from({ length: images }, (_, index) =>
      limit(async () => {
        const source = sources[index % sources.length]
        if (source === undefined) throw new RangeError('There is no picture to name.')
        const path = `${folderOf(index)}/${String(index).padStart(6, '0')}.jpg`
        await nameAgain(source.path, join(folder, path))
        const { bytes, mtime } = source
        return { path, width: drawnWidth, height: drawnHeight, bytes, mtime }
      }),
    ),
  )
}

function folderOf(index: number): string {
  return String(Math.floor(index / inFolder)).padStart(3, '0')
}

async function draw(folder: string, count: number, seed: number) {
  const limit = pLimit(8)
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      limit(async () => {
        const path = join(folder, `${index}.jpg`)
        const { svg } = drawScene(seed * 1_000_003 + index)
        await writeFileAtomic(path, await renderSvg(svg, drawnWidth, drawnHeight))
        const { size, mtimeMs } = await stat(path)
        return { path, bytes: size, mtime: Math.round(mtimeMs) }
      }),
    ),
  )
}

/** A second name of a file; where the disk has no such thing, or no more of them, a copy. */
async function nameAgain(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EMLINK', 'ENOSYS'].includes(errnoCode(error) ?? '')) throw error
    await copyFile(from, to)
  }
}
