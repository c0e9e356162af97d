import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { errnoCode, Failure } from '../contract/failures'
import type { ImageId, JobId, ProjectId } from '../contract/ids'
import type { MediaSize } from '../contract/images'
import type { CreateProjectInput, ProjectInfo } from '../contract/projects'
import { restoreBackup } from '../store/backups'
import { projectIdOf } from '../store/project-id'
import { createProjectStore, openProjectStore } from '../store/project-store'
import { ClosedPictures } from './closed-pictures'
import { Project, type ProjectTools } from './project'
import type { ShownPicture } from './project-pictures'
import { makeSample } from './sample'

/** Every project that this host has open, by id. Opening twice gives the same one. */
export class Projects {
  readonly #open = new Map<ProjectId, Project>()
  readonly #opening = new Map<ProjectId, Promise<Project>>()
  readonly #tools: ProjectTools
  readonly #closed: ClosedPictures

  constructor(tools: ProjectTools) {
    this.#tools = tools
    this.#closed = new ClosedPictures(tools.user, tools.now)
  }

  /** Throws NOT_FOUND for a project that is not open. */
  get(id: ProjectId): Project {
    const project = this.#open.get(id)
    if (project) return project
    throw new Failure('NOT_FOUND', 'This project is not open.', { advice: 'Open it from Start.' })
  }

  /** The project if it is open. */
  ifOpen(id: ProjectId): Project | null {
    return this.#open.get(id) ?? null
  }

  /** A picture of a project that is open, or a small one of a recent project that is not. */
  async picture(
    id: ProjectId,
    wanted: { image: ImageId; size: MediaSize },
    signal: AbortSignal,
  ): Promise<ShownPicture> {
    const open = this.#open.get(id)
    if (open) return open.picture(wanted.image, wanted.size, signal)
    return this.#closed.get(id, wanted, signal)
  }

  async create(input: CreateProjectInput): Promise<ProjectInfo> {
    const directory = resolve(input.directory ?? (await this.#freeDirectory(input.name)))
    const store = await createProjectStore(directory, {
      name: input.name,
      imageRoot: resolve(input.images),
      classes: input.classes,
      now: this.#tools.now,
    })
    await store.close()
    return this.open(directory)
  }

  /** Opens a project, starts reading its folder again, and remembers it as recent. */
  async open(directory: string): Promise<ProjectInfo> {
    const project = await this.#openOnce(resolve(directory))
    const info = await project.info()
    const { name } = info
    await this.#tools.user.remember({
      name,
      directory: info.directory,
      openedAt: this.#tools.now(),
    })
    return info
  }

  async reopen(id: ProjectId): Promise<ProjectInfo> {
    const open = this.#open.get(id)
    if (open) {
      await open.noticeImages()
      return open.info()
    }
    const directory = await this.#tools.user.directoryOf(id)
    if (directory === null) {
      throw new Failure('PROJECT_MISSING', 'This project is not known here any more.', {
        advice: 'Open its folder from Start.',
      })
    }
    return this.open(directory)
  }

  async locateImages(id: ProjectId, images: string): Promise<ProjectInfo> {
    const project = this.get(id)
    await project.locateImages(resolve(images))
    return project.info()
  }

  async restoreBackup(directory: string): Promise<ProjectInfo> {
    const path = resolve(directory)
    await this.#close(projectIdOf(path))
    await restoreBackup(path, this.#tools.now)
    return this.open(path)
  }

  createSample(): JobId {
    return this.#tools.jobs.start({
      kind: 'sample',
      project: null,
      title: 'Drawing the sample',
      resumable: false,
      run: async (context) => {
        const directory = await this.#freeDirectory('Sample')
        await makeSample(directory, this.#tools.now, context)
        const { id } = await this.open(directory)
        return { project: id, directory }
      },
    })
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.#close(id)))
  }

  async #openOnce(directory: string): Promise<Project> {
    const id = projectIdOf(directory)
    const open = this.#open.get(id)
    if (open) return open
    const opening = this.#opening.get(id) ?? this.#load(id, directory)
    this.#opening.set(id, opening)
    return opening.finally(() => this.#opening.delete(id))
  }

  async #load(id: ProjectId, directory: string): Promise<Project> {
    const store = await openProjectStore(directory, { mode: 'write', now: this.#tools.now })
    const project = await Project.open(id, store, this.#tools)
    this.#open.set(id, project)
    return project
  }

  async #close(id: ProjectId): Promise<void> {
    const project = this.#open.get(id)
    this.#open.delete(id)
    await project?.close()
  }

  /** A folder of that name that nothing lives in yet: "Harbour", "Harbour 2", ... */
  async #freeDirectory(name: string): Promise<string> {
    const safe = name.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '-').replace(/^\.+/, '') || 'Project'
    const { projectsDirectory } = this.#tools
    await mkdir(projectsDirectory, { recursive: true })
    for (let n = 1; ; n++) {
      const directory = join(projectsDirectory, n === 1 ? safe : `${safe} ${n}`)
      const made = await mkdir(directory).then(
        () => true,
        (error: unknown) => {
          if (errnoCode(error) === 'EEXIST') return false
          throw error
        },
      )
      if (made) return directory
    }
  }
}
