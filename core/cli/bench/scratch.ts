import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectPaths } from '../../store/files'
import { follow, type HostSession } from '../host-session'

/** Simulated projects of one dataset, one a seed, that share their features; gone in the end. */
export class Scratch {
  readonly #directory: string
  #first: string | null = null

  private constructor(directory: string) {
    this.#directory = directory
  }

  static async make(): Promise<Scratch> {
    return new Scratch(await mkdtemp(join(tmpdir(), 'singlet-bench-')))
  }

  folder(name: string): string {
    return join(this.#directory, name)
  }

  /**
   * A fresh project with its features ready, open in the session. `linked` shares one folder of features
   * with the first: where they are all there, nobody writes to it any more.
   */
  async project(
    session: HostSession,
    data: string,
    seed: number,
    backbone?: string,
    { linked = false } = {},
  ) {
    const directory = join(this.#directory, crypto.randomUUID())
    await session.host.operations.simulate({ directory, data, seed })
    if (this.#first) {
      const [from, to] = [this.#first, directory].map((one) => projectPaths(one).features)
      if (from && to && linked) await linkFolder(from, to)
      else if (from && to) await cp(from, to, { recursive: true })
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

async function linkFolder(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true })
  await symlink(from, to, 'junction')
}
