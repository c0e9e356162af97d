import { z } from 'zod'
import { Failure } from '../contract/failures'
import type { ProjectInfo } from '../contract/projects'
import { keyValue } from './key-value'
import { projectIdOf } from './project-id'
import type { Database } from './sqlite'

const identity = z.object({
  name: z.string(),
  imageRoot: z.string(),
  isSample: z.boolean(),
  createdAt: z.number(),
  /** Seed of the random order, so that it differs between projects and stays within one. */
  orderSeed: z.number().int(),
})
type Identity = z.infer<typeof identity>

/** Stores what a new project is. */
export async function writeIdentity(db: Database, value: Identity): Promise<void> {
  await keyValue(db, 'meta').set('identity', value)
}

/** What the project is. Throws PROJECT_DAMAGED when that is not there. */
export async function readIdentity(db: Database): Promise<Identity> {
  const value = await keyValue(db, 'meta').get('identity', identity)
  if (value !== null) return value
  throw new Failure('PROJECT_DAMAGED', 'The project file says nothing about its project.', {
    advice: 'Restore backup: the newest copy in the folder "backups" takes its place.',
  })
}

/** Changes name or picture folder. */
export async function changeIdentity(
  db: Database,
  change: { name?: string; imageRoot?: string },
): Promise<void> {
  await writeIdentity(db, { ...(await readIdentity(db)), ...change })
}

/** Remembers that the hidden truth of this project is known. */
export async function markTruthKnown(db: Database): Promise<void> {
  await keyValue(db, 'meta').set('hasTruth', true)
}

/** Everything about the project that is not its content. */
export async function readInfo(db: Database, directory: string): Promise<ProjectInfo> {
  const { name, imageRoot, isSample } = await readIdentity(db)
  const hasTruth = (await keyValue(db, 'meta').get('hasTruth', z.boolean())) ?? false
  return { id: projectIdOf(directory), name, directory, imageRoot, hasTruth, isSample }
}
