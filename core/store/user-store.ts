import { join, resolve } from 'node:path'
import { settings, type Settings, type SettingsProblem } from '../contract/app'
import type { ProjectId } from '../contract/ids'
import type { RecentProject } from '../contract/projects'
import { probeProject } from './probe'
import { projectIdOf } from './project-id'
import { readUserFile, writeUserFile, type UserData } from './user-file'

/** What belongs to the person and not to a project: settings, and where their projects are. */
export interface UserStore {
  readonly path: string
  /** What was wrong with the file that this store found, if anything; known after the first read. */
  problem(): SettingsProblem | null
  settings(): Promise<Settings>
  /** Merges, stores, and returns the whole. */
  changeSettings(change: { [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings>
  /** Newest first, each with how it is now. */
  recent(): Promise<RecentProject[]>
  /** The same list without a look at the projects themselves. */
  places(): Promise<UserData['recent']>
  /** Puts a project in front of the list. */
  remember(project: { name: string; directory: string; openedAt: number }): Promise<ProjectId>
  /** Takes a project off the list; its files stay. */
  forget(id: ProjectId): Promise<void>
  /** The folder of a project on the list, or null. */
  directoryOf(id: ProjectId): Promise<string | null>
}

const longestList = 30

/** The user's file in `directory`, which need not exist yet; see `readUserFile` for damaged ones. */
export function openUserStore(directory: string, now: () => number = Date.now): UserStore {
  const path = join(directory, 'user.json')
  let problem: SettingsProblem | null = null
  const read = async (): Promise<UserData> => {
    const found = await readUserFile(path, now)
    problem = found.problem ?? problem
    return found.data
  }
  let last: Promise<unknown> = Promise.resolve()
  // One change after the other: two windows of this process must not lose each other's.
  const change = (edit: (data: UserData) => UserData): Promise<UserData> => {
    const next = last.then(async () => {
      const data = edit(await read())
      await writeUserFile(path, data)
      return data
    })
    last = next.catch(() => undefined)
    return next
  }
  return {
    path,
    problem: () => problem,
    settings: async () => (await read()).settings,
    changeSettings: async (wanted) => {
      const given = Object.fromEntries(Object.entries(wanted).filter(([, v]) => v !== undefined))
      const merge = (data: UserData) => settings.parse({ ...data.settings, ...given })
      return (await change((data) => ({ ...data, settings: merge(data) }))).settings
    },
    recent: async () => {
      const { recent } = await read()
      return Promise.all(
        recent.map(async (entry) => ({ ...entry, ...(await probeProject(entry.directory)) })),
      )
    },
    places: async () => (await read()).recent,
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
      (await read()).recent.find((entry) => entry.id === id)?.directory ?? null,
  }
}
