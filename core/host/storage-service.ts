import { access, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Failure } from '../contract/failures'
import type { ProjectId } from '../contract/ids'
import type { ClearablePart, ModelUse, ProjectStorage, StoragePlaces } from '../contract/storage'
import { clearPart, featureFolders, measureProject, noBytes } from '../store/storage-use'
import type { UserStore } from '../store/user-store'
import type { InferenceService } from './inference-service'
import type { Jobs } from './jobs'
import type { Projects } from './projects'

interface Tools {
  readonly user: UserStore
  readonly jobs: Jobs
  readonly projects: Projects
  readonly inference: InferenceService
  readonly projectsDirectory: string
}

/** What Singlet keeps on the disk, and what of it may go. */
export class StorageService {
  readonly #tools: Tools

  constructor(tools: Tools) {
    this.#tools = tools
  }

  async places(): Promise<StoragePlaces> {
    const { user, projectsDirectory } = this.#tools
    return {
      settingsFile: user.path,
      projectsDirectory,
      freeBytes: await freeBytes(projectsDirectory),
    }
  }

  /** Every recent project: first their names, then each one's sizes, counted one after the other. */
  async *measure(signal: AbortSignal): AsyncGenerator<ProjectStorage> {
    const known = await this.#tools.user.places()
    const rows = await Promise.all(
      known.map(async ({ id, name, directory }) => ({
        ...{ project: id, name, directory, bytes: noBytes },
        reachable: await exists(directory),
      })),
    )
    for (const row of rows) yield { ...row, finished: !row.reachable }
    for (const row of rows.filter(({ reachable }) => reachable)) {
      let bytes = noBytes
      for await (bytes of measureProject(row.directory, signal)) {
        yield { ...row, bytes, finished: false }
      }
      if (signal.aborted) return
      yield { ...row, bytes, finished: true }
    }
  }

  /** Throws BAD_REQUEST while a job works with what is to go. */
  async clear(id: ProjectId, part: ClearablePart): Promise<void> {
    const { user, projects } = this.#tools
    const directory = await user.directoryOf(id)
    if (directory === null) {
      throw new Failure('PROJECT_MISSING', 'This project is not known here any more.')
    }
    if (part === 'features' || part === 'everything') this.#refuseWhileInUse(id)
    await clearPart(directory, part)
    if (part === 'features') await projects.ifOpen(id)?.instant.reload()
    if (part === 'everything') await projects.ifOpen(id)?.announce('segments')
  }

  async models(): Promise<ModelUse[]> {
    const known = await this.#tools.user.places()
    const uses = await Promise.all(
      known.map(async ({ id, name, directory }) => ({
        project: { id, name },
        folders: await featureFolders(directory),
      })),
    )
    const backbones = await this.#tools.inference.backbones()
    return backbones.map((backbone) => ({
      backbone,
      projects: uses
        .filter(({ folders }) => folders.some((name) => name.startsWith(`${backbone.id}-`)))
        .map(({ project }) => project),
    }))
  }

  #refuseWhileInUse(id: ProjectId): void {
    const busy = this.#tools.jobs
      .list()
      .find(({ project, endedAt, kind }) => project === id && endedAt === null && kind !== 'scan')
    if (busy === undefined) return
    throw new Failure('BAD_REQUEST', `“${busy.title}” is using them.`, {
      advice: 'Wait until it is done, or cancel it in Jobs. Nothing was removed.',
    })
  }
}

/** Of the disk that `path` is on or will be on; null where the system does not tell. */
async function freeBytes(path: string): Promise<number | null> {
  for (let folder = path; ; folder = dirname(folder)) {
    const disk = await statfs(folder).catch(() => null)
    if (disk !== null) return disk.bavail * disk.bsize
    if (dirname(folder) === folder) return null
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
