import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectPaths } from '../../store/files'
import { follow, type HostSession } from '../host-session'

/** Simulated projects of one dataset, one a seed, that share their features; gone in the end. */
export class Scratch {
  readonly #directory: string
  /** Where features lie that every project shares; null while each has its own. */
  readonly #shared: string | null
  /** A project of the same pictures that are cut into segments; null where nobody asks for any. */
  readonly #cut: string | null
  #first: string | null = null

  private constructor(directory: string, shared: string | null, cut: string | null) {
    this.#directory = directory
    this.#shared = shared
    this.#cut = cut
  }

  static async make(): Promise<Scratch> {
    return new Scratch(await mkdtemp(join(tmpdir(), 'singlet-bench-')), null, null)
  }

  /**
   * Its projects share one folder of features: a given one, which stays, or one that goes too. `cut` is a
   * project of the same pictures whose segments they take.
   */
  static async sharing(features?: string, cut?: string): Promise<Scratch> {
    const directory = await mkdtemp(join(tmpdir(), 'singlet-bench-'))
    const shared = features ?? join(directory, 'features')
    await mkdir(shared, { recursive: true })
    return new Scratch(directory, shared, cut ?? null)
  }

  folder(name: string): string {
    return join(this.#directory, name)
  }

  /** A fresh project with its features ready, open in the session. */
  async project(session: HostSession, data: string, seed: number, backbone?: string) {
    const directory = join(this.#directory, crypto.randomUUID())
    await session.host.operations.simulate({ directory, data, seed })
    const { features, everything } = projectPaths(directory)
    if (this.#cut) await linkFolder(projectPaths(this.#cut).everything, everything)
    if (this.#shared) await linkFolder(this.#shared, features)
    else if (this.#first) {
      await cp(projectPaths(this.#first).features, features, { recursive: true })
    }
    const { id } = await session.client.projects.open({ directory })
    const project = session.host.services.projects.get(id)
    if (backbone !== undefined) await project.useBackbone(backbone)
    await follow(session, project.computeFeatures(), () => undefined)
    this.#first ??= directory
    return id
  }

  remove(): Promise<void> {
    return rm(this.#directory, { recursive: true, force: true })
  }
}

/** Nobody but one project at a time writes there. */
async function linkFolder(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true })
  await symlink(from, to, 'junction')
}
