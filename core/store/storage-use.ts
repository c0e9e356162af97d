import { readdir, rm, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { clearablePart, type ClearablePart, type StoragePart } from '../contract/storage'
import { errnoCode } from '../contract/failures'
import { projectPaths } from './files'

export type PartBytes = Record<StoragePart, number>

export const noBytes: PartBytes = {
  database: 0,
  backups: 0,
  thumbnails: 0,
  features: 0,
  embeddings: 0,
  everything: 0,
  runs: 0,
  other: 0,
}

/** Sizes are told again after so many files, so that a large folder shows that it is being counted. */
const filesBetweenNews = 2000

/**
 * Counts what a project's folder takes, a running total at a time and the exact one last. Links are
 * not followed. Ends early, without a word, when the signal aborts.
 */
export async function* measureProject(
  directory: string,
  signal: AbortSignal,
): AsyncGenerator<PartBytes> {
  const bytes = { ...noBytes }
  let files = 0
  for await (const path of filesBelow(directory)) {
    if (signal.aborted) return
    bytes[partOf(directory, path)] += await sizeOf(path)
    if (++files % filesBetweenNews === 0) yield { ...bytes }
  }
  yield bytes
}

/** Removes what can be made again; the folder may be missing. */
export async function clearPart(directory: string, part: ClearablePart): Promise<void> {
  await rm(folderOf(directory, part), { recursive: true, force: true, maxRetries: 3 })
}

/** Names of the folders that hold features, `<backbone>-<hash>-<side>` each; empty ones hold none. */
export async function featureFolders(directory: string): Promise<string[]> {
  const entries = await readdir(projectPaths(directory).features, { withFileTypes: true }).catch(
    nothingThere,
  )
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const full = await Promise.all(
    folders.map((name) => holdsAnything(join(projectPaths(directory).features, name))),
  )
  return folders.filter((_name, index) => full[index])
}

async function holdsAnything(folder: string): Promise<boolean> {
  for await (const path of filesBelow(folder)) {
    if ((await sizeOf(path)) > 0) return true
  }
  return false
}

function folderOf(directory: string, part: ClearablePart): string {
  const { cache, ...own } = projectPaths(directory)
  return part === 'thumbnails' ? join(cache, 'thumbnails') : own[part]
}

function partOf(directory: string, path: string): StoragePart {
  const { database, backups, runs } = projectPaths(directory)
  const inside = (folder: string) => path.startsWith(`${folder}${sep}`)
  if (path.startsWith(database)) return 'database'
  if (inside(backups)) return 'backups'
  if (inside(runs)) return 'runs'
  return clearablePart.options.find((part) => inside(folderOf(directory, part))) ?? 'other'
}

/** Folder by folder, so that memory does not grow with the number of files. */
async function* filesBelow(directory: string): AsyncGenerator<string> {
  const waiting = [directory]
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(nothingThere)) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) waiting.push(path)
      else if (entry.isFile()) yield path
    }
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0, // removed meanwhile
  )
}

/** Folders come and go while they are counted. */
function nothingThere(error: unknown): [] {
  if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(errnoCode(error) ?? '')) return []
  throw error
}
