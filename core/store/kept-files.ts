import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { errnoCode } from '../contract/failures'
import { writeFileAtomic } from './files'

/** Files that can be made again, by name: the least recently used go when there are too many. */
export interface KeptFiles {
  /** null where there is none. */
  read(name: string): Promise<Uint8Array | null>
  /** Keeps it, or does not where one file alone is too large. Throws DISK_FULL. */
  write(name: string, bytes: Uint8Array): Promise<void>
}

/** Room is made for a while at once, so that not every write looks through the folder. */
const fillTo = 0.9
/** Other processes write too: after so much of the limit the folder is looked at again. */
const lookEvery = 0.05

/**
 * Kept files of `directory` and the folders in it, which need not exist. `limit` bytes in all, but
 * for what several processes write at the same time.
 */
export function keptFiles(directory: string, limit: number): KeptFiles {
  let unseen = Infinity
  return {
    read: async (name) => {
      const path = join(directory, name)
      const bytes = await readFile(path).catch(nothing)
      if (bytes === null) return null
      const now = new Date()
      // One that another process removed this moment was read all the same.
      await utimes(path, now, now).catch(nothing)
      return bytes
    },
    write: async (name, bytes) => {
      if (bytes.byteLength > limit * fillTo) return
      await writeFileAtomic(join(directory, name), bytes)
      unseen += bytes.byteLength
      if (unseen <= limit * lookEvery) return
      unseen = 0
      await makeRoom(directory, limit)
    },
  }
}

interface Found {
  readonly path: string
  readonly bytes: number
  readonly used: number
}

async function makeRoom(directory: string, limit: number): Promise<void> {
  const files = await filesIn(directory)
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  if (total <= limit) return
  for (const { path, bytes } of files.sort((a, b) => a.used - b.used)) {
    if (total <= limit * fillTo) return
    await rm(path, { force: true })
    total -= bytes
  }
}

async function filesIn(directory: string): Promise<Found[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const found: Found[] = []
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const seen = await stat(path).catch(nothing)
    if (seen !== null) found.push({ path, bytes: seen.size, used: seen.mtimeMs })
  }
  return found
}

function nothing(error: unknown): null {
  if (['ENOENT', 'ENOTDIR'].includes(errnoCode(error) ?? '')) return null
  throw error
}
