import { join } from 'node:path'
import { Failure } from '../contract/failures'
import type { ImageId } from '../contract/ids'
import type { MediaSize } from '../contract/images'
import { type Media, Thumbnails } from '../inference/thumbnails'
import { projectPaths, writeFileAtomic } from '../store/files'
import type { ProjectStore } from '../store/project-store'
import { openPicturePath } from './picture-path'

export interface ShownPicture extends Media {
  /** It is what the folder holds, not what was kept from before the folder was out of reach. */
  readonly fresh: boolean
}

/** The pictures of one project in every size. */
export class ProjectPictures {
  readonly #thumbnails: Thumbnails
  readonly #onMissing: () => void

  /** `onMissing` hears that the picture folder could not be reached. */
  constructor(directory: string, onMissing: () => void = () => undefined) {
    this.#onMissing = onMissing
    this.#thumbnails = new Thumbnails({
      directory: join(projectPaths(directory).cache, 'thumbnails'),
      write: writeFileAtomic,
    })
  }

  /** Throws NOT_FOUND, IMAGE_UNREADABLE, and IMAGES_MISSING when nothing was kept of the picture. */
  async get(
    { store, root }: { store: ProjectStore; root: string },
    { image, size }: { image: ImageId; size: MediaSize },
    signal: AbortSignal,
  ): Promise<ShownPicture> {
    const { path } = await store.images.get(image)
    try {
      const file = await openPicturePath(root, path)
      return {
        ...(await this.#thumbnails.get({ id: image, path: file }, size, signal)),
        fresh: true,
      }
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'IMAGES_MISSING') throw error
      this.#onMissing()
      const row = await store.images.byPath(path)
      const kept = row && (await this.#thumbnails.keptOf(row, size))
      if (!kept) throw error
      return { ...kept, fresh: false }
    }
  }
}
