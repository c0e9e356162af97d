import { access } from 'node:fs/promises'
import { Failure, type FailureCode } from '../contract/failures'
import type { ImageId } from '../contract/ids'
import type { RecentProject } from '../contract/projects'
import { projectPaths } from './files'
import { isOpenHere, openProjectStore, type ProjectStore } from './project-store'
import { tryLock } from './sqlite'

/** How a project is, for its card. */
export type Probe = Pick<RecentProject, 'images' | 'seeded' | 'pictures' | 'problem'>

/** As many as the strip of a card shows. */
const stripLength = 6

/** Looks at a project without changing it; whatever is wrong becomes its `problem`. Never throws. */
export async function probeProject(directory: string): Promise<Probe> {
  try {
    const store = await openProjectStore(directory, { mode: 'read', now: Date.now })
    try {
      const { images, seeded } = await store.summary()
      const { imageRoot } = await store.info()
      return {
        ...{ images, seeded, pictures: await strip(store) },
        problem: await problemOf(directory, imageRoot),
      }
    } finally {
      await store.close()
    }
  } catch (error) {
    return { images: null, seeded: null, pictures: [], problem: problemFor(error) }
  }
}

/** Pictures that differ, as far as the project knows. */
async function strip(store: ProjectStore): Promise<ImageId[]> {
  const all = { order: 'variety', status: null } as const
  const { items } = await store.images.page({ ...all, offset: 0, limit: stripLength })
  return items.map(({ id }) => id)
}

async function problemOf(directory: string, imageRoot: string): Promise<Probe['problem']> {
  if (isLockedElsewhere(directory)) return 'locked'
  const reachable = await access(imageRoot).then(
    () => true,
    () => false,
  )
  return reachable ? null : 'images-missing'
}

function isLockedElsewhere(directory: string): boolean {
  if (isOpenHere(directory)) return false
  const lock = tryLock(projectPaths(directory).lock)
  lock?.release()
  return lock === null
}

const problems: Partial<Record<FailureCode, Probe['problem']>> = {
  PROJECT_MISSING: 'missing',
  PROJECT_NEWER: 'newer',
  PROJECT_LOCKED: 'locked',
  // Opening brings it up to date; until then only its figures are out of reach.
  PROJECT_OLDER: null,
}

/** What cannot be read for a reason without a name of its own counts as damaged. */
function problemFor(error: unknown): Probe['problem'] {
  const named = error instanceof Failure ? problems[error.code] : undefined
  return named === undefined ? 'damaged' : named
}
