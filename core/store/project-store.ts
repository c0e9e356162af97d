import { randomInt } from 'node:crypto'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { errnoCode, Failure } from '../contract/failures'
import type { ProjectInfo } from '../contract/projects'
import { backupKeeper, type BackupKeeper } from './backup-keeper'
import { writeBackup } from './backups'
import { revision } from './batches'
import { checkDerived, rebuildDerived, type Disagreement } from './check'
import { classStore, type ClassStore } from './classes'
import { noteClosed, takeClosedNote } from './clean-close'
import { decisionStore, type DecisionStore } from './decisions'
import { projectPaths } from './files'
import { imageStore, type ImageStore } from './images'
import { changeIdentity, readIdentity, readInfo, writeIdentity } from './info'
import { insightStore, type InsightStore } from './insights'
import { keyValue, type KeyValue } from './key-value'
import { labelStore, type LabelStore } from './labels'
import { migrate, prepareMigrations, requireCurrent } from './migrate'
import { sweepPages } from './pace'
import { cancelDeadRuns, runStore, type RunStore } from './runs'
import {
  connect,
  isOurs,
  locked,
  markOurs,
  tryLock,
  verify,
  type AccessMode,
  type Connection,
} from './sqlite'
import { segmentStore, type SegmentStore } from './segments'
import { suggestionStore, type SuggestionStore } from './suggestions'
import { summary, type StoredSummary } from './summary'
import { truthStore, type TruthStore } from './truth'

/** An open project. One writer, many readers; a reader's writes fail. */
export interface ProjectStore {
  readonly directory: string
  readonly images: ImageStore
  readonly classes: ClassStore
  readonly decisions: DecisionStore
  readonly labels: LabelStore
  readonly segments: SegmentStore
  readonly truth: TruthStore
  readonly runs: RunStore
  readonly suggestions: SuggestionStore
  readonly insights: InsightStore
  readonly settings: KeyValue
  info(): Promise<ProjectInfo>
  setName(name: string): Promise<void>
  setImageRoot(imageRoot: string): Promise<void>
  summary(): Promise<StoredSummary>
  /** Of the summary only what tells one state of the project from another. */
  revision(): Promise<number>
  /** How long the last sweep pages took, newest first. */
  sweepPages(): Promise<{ ms: number; size: number }[]>
  /**
   * What is derived and does not agree with the decisions; empty when all is well. Reads the whole
   * file. Throws PROJECT_DAMAGED.
   */
  check(): Promise<Disagreement[]>
  /** Makes all that is derived again from the decisions. */
  rebuild(): Promise<void>
  /** Waits for a backup under way, makes one if there is something new, and lets the lock go. */
  close(): Promise<void>
}

export interface NewProject {
  readonly name: string
  readonly imageRoot: string
  readonly classes: readonly string[]
  readonly isSample?: boolean
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/**
 * Makes a project in an empty or new folder and opens it for writing.
 * Throws FOLDER_NOT_EMPTY, CLASS_NAME_EMPTY, CLASS_NAME_TAKEN, DISK_FULL.
 */
export async function createProjectStore(
  directory: string,
  { name, imageRoot, classes, isSample = false, now }: NewProject,
): Promise<ProjectStore> {
  const { database } = projectPaths(directory)
  await mkdir(directory, { recursive: true })
  if ((await readdir(directory)).length > 0) {
    throw new Failure('FOLDER_NOT_EMPTY', 'The project folder is not empty.', {
      advice: 'Choose another folder; a project makes its own.',
      path: directory,
    })
  }
  const identity = { name, imageRoot, isSample, createdAt: now(), orderSeed: randomInt(2 ** 31) }
  const lay = async ({ db }: Connection): Promise<void> => {
    await markOurs(db)
    await prepareMigrations(db)
    await migrate(db, { now, path: database, beforeEach: () => Promise.resolve() })
    await writeIdentity(db, identity)
    await classStore(db, now).found(classes)
  }
  try {
    return await openWith(directory, 'write', now, () => guarded(connect(database, 'write'), lay))
  } catch (error) {
    await Promise.all(madeFiles(directory).map((path) => rm(path, { force: true })))
    throw error
  }
}

/** What a failed creation may have left in a folder that was empty before. */
function madeFiles(directory: string): string[] {
  const { database, lock } = projectPaths(directory)
  return [database, `${database}-wal`, `${database}-shm`, lock]
}

export interface OpenOptions {
  readonly mode: AccessMode
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/**
 * Opens a project. Throws PROJECT_MISSING, PROJECT_DAMAGED, PROJECT_NEWER, and in write mode
 * PROJECT_LOCKED while another process writes it.
 */
export async function openProjectStore(
  directory: string,
  { mode, now }: OpenOptions,
): Promise<ProjectStore> {
  const { database } = projectPaths(directory)
  await requireProjectFile(database)
  return openWith(directory, mode, now, () =>
    guarded(connect(database, mode), (connection) => bringUp(connection, directory, { mode, now })),
  )
}

async function bringUp(
  connection: Connection,
  directory: string,
  { mode, now }: OpenOptions,
): Promise<void> {
  const { db } = connection
  const { database } = projectPaths(directory)
  if (!(await isOurs(db))) throw missing(database)
  if (mode === 'read') {
    await requireCurrent(db, database)
  } else {
    // A reader takes what it needs and leaves these seconds of a large file to the writer.
    if (!(await takeClosedNote(directory))) await verify(db, database)
    await migrate(db, {
      now,
      path: database,
      beforeEach: async () => {
        await writeBackup(connection, directory, now())
      },
    })
    await cancelDeadRuns(db)
  }
  await readIdentity(db)
}

const openHere = new Set<string>()

/** Whether this very process writes the project. */
export function isOpenHere(directory: string): boolean {
  return openHere.has(resolve(directory))
}

async function openWith(
  directory: string,
  mode: AccessMode,
  now: () => number,
  open: () => Promise<Connection>,
): Promise<ProjectStore> {
  const lock = mode === 'write' ? tryLock(projectPaths(directory).lock) : null
  if (mode === 'write' && lock === null) throw locked(directory)
  try {
    const connection = await open()
    const keeper = await backupKeeper(connection, directory, { mode, now })
    if (lock !== null) openHere.add(resolve(directory))
    return assemble(connection, directory, now, keeper, async () => {
      if (lock === null) return
      openHere.delete(resolve(directory))
      // Without the note the next opening reads the whole file: slower, and as safe.
      await noteClosed(directory).catch(() => undefined)
      lock.release()
    })
  } catch (error) {
    lock?.release()
    throw error
  }
}

function assemble(
  connection: Connection,
  directory: string,
  now: () => number,
  keeper: BackupKeeper,
  release: () => Promise<void>,
): ProjectStore {
  const { db } = connection
  return {
    directory,
    images: imageStore(db, now),
    classes: classStore(db, now),
    decisions: keeper.watching(decisionStore(db, now)),
    labels: labelStore(db),
    segments: segmentStore(db),
    truth: truthStore(db),
    runs: runStore(db, now),
    suggestions: suggestionStore(db, now),
    insights: insightStore(db),
    settings: keyValue(db, 'setting'),
    info: () => readInfo(db, directory),
    setName: (name) => changeIdentity(db, { name }),
    setImageRoot: (imageRoot) => changeIdentity(db, { imageRoot }),
    summary: () => summary(db),
    revision: () => revision(db),
    sweepPages: () => sweepPages(db),
    check: async () => {
      await verify(db, projectPaths(directory).database)
      return checkDerived(db)
    },
    rebuild: () => rebuildDerived(db),
    close: async () => {
      try {
        await keeper.finish()
      } finally {
        await connection.close()
        await release()
      }
    },
  }
}

async function guarded(
  connection: Connection,
  prepare: (connection: Connection) => Promise<void>,
): Promise<Connection> {
  try {
    await prepare(connection)
    return connection
  } catch (error) {
    await connection.close()
    throw error
  }
}

/** Tells apart what is no project, and what is one no more. */
async function requireProjectFile(path: string): Promise<void> {
  const size = await stat(path).then(
    (found) => found.size,
    (error: unknown) => {
      if (errnoCode(error) === 'ENOENT' || errnoCode(error) === 'ENOTDIR') return null
      throw error
    },
  )
  if (size === null) throw missing(path)
  const handle = await open(path, 'r')
  try {
    const { buffer } = await handle.read(Buffer.alloc(16), 0, 16, 0)
    if (buffer.toString('latin1') === 'SQLite format 3\0') return
  } finally {
    await handle.close()
  }
  throw new Failure('PROJECT_DAMAGED', 'The project file is damaged.', {
    advice: 'Restore backup: the newest copy in the folder "backups" takes its place.',
    path,
  })
}

function missing(path: string): Failure {
  return new Failure('PROJECT_MISSING', 'There is no Singlet project in this folder.', {
    advice: 'Choose the folder that holds "project.sqlite", or make a new project.',
    path,
  })
}
