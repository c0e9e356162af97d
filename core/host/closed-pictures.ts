import { Failure } from '../contract/failures'
import type { ImageId, ProjectId } from '../contract/ids'
import type { MediaSize } from '../contract/images'
import { openProjectStore } from '../store/project-store'
import type { UserStore } from '../store/user-store'
import { ProjectPictures, type ShownPicture } from './project-pictures'

/** Large ones are for work, and work opens the project. */
const small: readonly MediaSize[] = ['160', '320']

/** Small pictures of recent projects that are not open, for their cards on Start. */
export class ClosedPictures {
  readonly #user: UserStore
  readonly #now: () => number
  readonly #pictures = new Map<ProjectId, ProjectPictures>()

  constructor(user: UserStore, now: () => number) {
    this.#user = user
    this.#now = now
  }

  /** Throws NOT_FOUND for a project that is not on the list, and what reading a project throws. */
  async get(
    project: ProjectId,
    wanted: { image: ImageId; size: MediaSize },
    signal: AbortSignal,
  ): Promise<ShownPicture> {
    const directory = small.includes(wanted.size) ? await this.#user.directoryOf(project) : null
    if (directory === null) throw new Failure('NOT_FOUND', 'This project is not open.')
    const store = await openProjectStore(directory, { mode: 'read', now: this.#now })
    try {
      const { imageRoot: root } = await store.info()
      return await this.#of(project, directory).get({ store, root }, wanted, signal)
    } finally {
      await store.close()
    }
  }

  #of(project: ProjectId, directory: string): ProjectPictures {
    const known = this.#pictures.get(project) ?? new ProjectPictures(directory)
    this.#pictures.set(project, known)
    return known
  }
}
