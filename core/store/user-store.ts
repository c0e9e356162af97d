import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { settings, type Settings } from '../contract/app'
import { errnoCode } from '../contract/failures'
import { projectId, type ProjectId } from '../contract/ids'
import type { RecentProject } from '../contract/projects'
import { writeFileAtomic } from './files'
import { probeProject } from './probe'
import { projectIdOf } from './project-id'

/** What belongs to the person and not to a project: settings, and where their projects are. */
export interface UserStore {
  settings(): Promise<Settings>
  /** Merges, stores, and returns the whole. */
  changeSettings(change: { [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings>
  /** Newest first, each with how it is now. */
  recent(): Promise<RecentProject[]>
  /** Puts a project in front of the list. */
  remember(project: { name: string; directory: string; openedAt: number }): Promise<ProjectId>
  /** Takes a project off the list; its files stay. */
  forget(id: ProjectId): Promise<void>
  /** The folder of a project on the list, or null. */
  directoryOf(id: ProjectId): Promise<string | null>
}

const defaults: Settings = { theme: 'system', tileSize: 160, language: 'en' }
const longestList = 30

const recentEntry = z.object({
  id: projectId,
  name: z.string(),
  directory: z.string(),
  openedAt: z.number(),
})

// Each value on its own: one that cannot be read falls back alone, the rest stays.
const userFile = z
  .object({
    settings: z
      .object({
        theme: settings.shape.theme.catch(defaults.theme),
        tileSize: settings.shape.tileSize.catch(defaults.tileSize),
        language: settings.shape.language.catch(defaults.language),
      })
      .catch(defaults),
    recent: z.array(z.unknown()).catch([]),
  })
  .catch({ settings: defaults, recent: [] })

interface UserData {
  readonly settings: Settings
  readonly recent: readonly z.infer<typeof recentEntry>[]
}

/** The user's file in `directory`, which need not exist yet; a damaged one counts as empty. */
export function openUserStore(directory: string): UserStore {
  const path = join(directory, 'user.json')
  let last: Promise<unknown> = Promise.resolve()
  // One change after the other: two windows of this process must not lose each other's.
  const change = (edit: (data: UserData) => UserData): Promise<UserData> => {
    const next = last.then(async () => {
      const data = edit(await read(path))
      await writeFileAtomic(path, `${JSON.stringify(data, null, 2)}\n`)
      return data
    })
    last = next.catch(() => undefined)
    return next
  }
  return {
    settings: async () => (await read(path)).settings,
    changeSettings: async (wanted) => {
      const given = Object.fromEntries(Object.entries(wanted).filter(([, v]) => v !== undefined))
      const merge = (data: UserData) => settings.parse({ ...data.settings, ...given })
      return (await change((data) => ({ ...data, settings: merge(data) }))).settings
    },
    recent: async () => {
      const { recent } = await read(path)
      return Promise.all(
        recent.map(async (entry) => ({ ...entry, ...(await probeProject(entry.directory)) })),
      )
    },
    remember: async (project) => {
      const entry = {
        ...project,
        directory: resolve(project.directory),
        id: projectIdOf(project.directory),
      }
      await change((data) => ({
        ...data,
        recent: [entry, ...data.recent.filter(({ id }) => id !== entry.id)].slice(0, longestList),
      }))
      return entry.id
    },
    forget: async (id) => {
      await change((data) => ({ ...data, recent: data.recent.filter((entry) => entry.id !== id) }))
    },
    directoryOf: async (id) =>
      (await read(path)).recent.find((entry) => entry.id === id)?.directory ?? null,
  }
}

async function read(path: string): Promise<UserData> {
  const data = userFile.parse(parse(await textOf(path)))
  return {
    settings: data.settings,
    recent: data.recent.flatMap((entry) => recentEntry.safeParse(entry).data ?? []),
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return '{}'
    throw error
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}
