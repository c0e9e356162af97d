import { copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { errnoCode, Failure } from '../contract/failures'
import { projectPaths, syncDirectory } from './files'
import { connect, isOurs, locked, tryLock, verify, type Connection } from './sqlite'

const kept = 5
const suffix = '.sqlite'

/** Writes a durable copy of the database to `backups/` and drops all but the last five. */
export async function writeBackup(
  connection: Connection,
  directory: string,
  at: number,
): Promise<string> {
  const { backups } = projectPaths(directory)
  await mkdir(backups, { recursive: true })
  const path = await freeName(backups, at)
  const temporary = `${path}.tmp`
  try {
    await connection.copyTo(temporary)
    await publish(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
  const old = (await listBackups(directory)).slice(kept)
  await Promise.all(old.map((name) => rm(join(backups, name), { force: true })))
  return path
}

/** Names of the backups, newest first. */
export async function listBackups(directory: string): Promise<string[]> {
  const names = await readdir(projectPaths(directory).backups).catch((error: unknown) => {
    if (errnoCode(error) === 'ENOENT') return []
    throw error
  })
  return names
    .filter((name) => /^\d{4}-.*\.sqlite$/.test(name))
    .sort()
    .reverse()
}

/**
 * Puts the newest sound backup in the place of the project file, which is kept beside the backups
 * as `damaged-*`. Returns the backup's path. Throws PROJECT_LOCKED, or PROJECT_DAMAGED when there is none.
 */
export async function restoreBackup(directory: string, now: () => number): Promise<string> {
  const paths = projectPaths(directory)
  const lock = tryLock(paths.lock)
  if (lock === null) throw locked(directory)
  try {
    for (const name of await listBackups(directory)) {
      const path = join(paths.backups, name)
      if (await isSound(path)) {
        await replaceDatabase(directory, path, now())
        return path
      }
    }
  } finally {
    lock.release()
  }
  throw new Failure('PROJECT_DAMAGED', 'No sound backup of this project was found.', {
    advice: 'Nothing was changed; a copy of the folder from elsewhere may help.',
    path: paths.backups,
  })
}

async function freeName(folder: string, at: number): Promise<string> {
  const taken = new Set(await readdir(folder))
  const stamp = stampOf(at)
  for (let n = 0; ; n += 1) {
    const name = `${stamp}-${String(n).padStart(2, '0')}${suffix}`
    if (!taken.has(name)) return join(folder, name)
  }
}

/** A time that sorts as text and may stand in a file name. */
function stampOf(at: number): string {
  return new Date(at).toISOString().replaceAll(':', '-').replace('.', '-')
}

async function isSound(path: string): Promise<boolean> {
  try {
    const connection = connect(path, 'read')
    try {
      await verify(connection.db, path)
      return await isOurs(connection.db)
    } finally {
      await connection.close()
    }
  } catch (error) {
    if (error instanceof Failure) return false
    throw error
  }
}

async function replaceDatabase(directory: string, backup: string, at: number): Promise<void> {
  const { database, backups } = projectPaths(directory)
  const temporary = `${database}.restore.tmp`
  await copyFile(backup, temporary)
  for (const tail of ['', '-wal', '-shm']) {
    await rename(
      `${database}${tail}`,
      join(backups, `damaged-${stampOf(at)}${suffix}${tail}`),
    ).catch((error: unknown) => {
      if (errnoCode(error) !== 'ENOENT') throw error
    })
  }
  await publish(temporary, database)
}

/** Moves a finished file to its place, durably. */
async function publish(temporary: string, path: string): Promise<void> {
  const handle = await open(temporary, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, path)
  await syncDirectory(join(path, '..'))
}
