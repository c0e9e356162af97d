import { mkdir, readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { mediaSizes, type MediaSize } from '../contract/images'
import { thumbnail } from './decode'
import { NewestFirst } from './newest-first'
import { readPicture, statPicture } from './open-picture'
import { sniffFormat } from './picture-formats'
import { isUprightForBrowsers } from './pass-through'
import { TrimmedFolder } from './trimmed-folder'

export interface Media {
  readonly data: Buffer
  /** MIME type. */
  readonly type: string
}

export interface ThumbnailOptions {
  /** Folder of the cache; made when it is missing, emptied of the oldest when it is full. */
  readonly directory: string
  /** Writes a file whole or not at all (core/store/files.ts). */
  readonly write: (path: string, data: Buffer) => Promise<void>
  /** Limit of the folder in bytes; 2 GB when left out. */
  readonly maxBytes?: number
}

const fullEdge = 4096
/** An upright original up to this size goes out as it is. */
const passThroughBytes = 12 * 2 ** 20

/** A picture as it was last seen. */
export interface PictureVersion {
  readonly id: number
  readonly mtime: number
  readonly bytes: number
}

/** Milliseconds are rounded as a scan rounds them: both must name the same version. */
function keyOf({ id, mtime, bytes }: PictureVersion, size: MediaSize): string {
  return join(size, `${id}-${Math.round(mtime)}-${bytes}.jpg`)
}

/** Small versions of pictures, kept on disk outside the picture folder. */
export class Thumbnails {
  private readonly options: ThumbnailOptions
  private readonly tasks = new NewestFirst<Media>(Math.max(2, availableParallelism()))
  private readonly folder: TrimmedFolder

  constructor(options: ThumbnailOptions) {
    this.options = options
    this.folder = new TrimmedFolder(options.directory, options.maxBytes ?? 2 * 2 ** 30)
  }

  /**
   * The picture `image` at `path` in one of the contract's sizes. A changed file gets a new version.
   * Throws IMAGE_UNREADABLE, DISK_FULL, or the signal's reason.
   */
  async get(
    image: { readonly id: number; readonly path: string },
    size: MediaSize,
    signal?: AbortSignal,
  ): Promise<Media> {
    const { mtimeMs, size: bytes } = await statPicture(image.path)
    const key = keyOf({ id: image.id, mtime: mtimeMs, bytes }, size)
    const make = () => this.make(image.path, size, key, bytes)
    return (await this.kept(key)) ?? this.tasks.do(key, make, signal)
  }

  /** While the picture itself is out of reach: what was kept of it, this size or the next smaller. */
  async keptOf(image: PictureVersion, size: MediaSize): Promise<Media | undefined> {
    for (const smaller of mediaSizes.slice(0, mediaSizes.indexOf(size) + 1).reverse()) {
      const found = await this.kept(keyOf(image, smaller))
      if (found !== undefined) return found
    }
    return undefined
  }

  private async make(path: string, size: MediaSize, key: string, bytes: number): Promise<Media> {
    if (size === 'full' && bytes <= passThroughBytes) {
      const data = await readPicture(path)
      const format = sniffFormat(data.subarray(0, 64))
      if (format !== null && (await isUprightForBrowsers(data, format, fullEdge)))
        return { data, type: `image/${format}` }
    }
    const data = await thumbnail(path, size === 'full' ? fullEdge : Number(size), 'jpeg')
    await this.keep(key, data)
    return { data, type: 'image/jpeg' }
  }

  private async kept(key: string): Promise<Media | undefined> {
    const data = await readFile(join(this.options.directory, key)).catch(() => undefined)
    return data === undefined ? undefined : { data, type: 'image/jpeg' }
  }

  private async keep(key: string, data: Buffer): Promise<void> {
    const path = join(this.options.directory, key)
    await mkdir(join(path, '..'), { recursive: true })
    await this.options.write(path, data)
    await this.folder.added(data.length)
  }
}
