import type { Dirent, Stats } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { errnoCode, Failure } from '../contract/failures'
import type { ImageProblem } from '../contract/images'
import { compareNames, isHiddenName, isPictureName } from './picture-files'

type WalkEntry =
  | { kind: 'folder'; path: string }
  | { kind: 'picture'; path: string }
  | { kind: 'problem'; problem: ImageProblem }

/**
 * Walks a folder tree in natural order: the pictures of a folder, then its sub-folders. Paths are
 * relative to the root, with forward slashes and names as the disk spells them. Links are followed,
 * a folder seen before is not entered again, and what cannot be entered is told, never fatal.
 */
export async function* walkFolder(root: string, signal: AbortSignal): AsyncGenerator<WalkEntry> {
  const seen = new Set([identity(await statRoot(root))])
  const waiting = ['']
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    signal.throwIfAborted()
    const entries = await listFolder(root, folder)
    if (!Array.isArray(entries)) {
      yield { kind: 'problem', problem: entries }
      continue
    }
    yield { kind: 'folder', path: folder }
    const below: string[] = []
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      const found = await classify(root, path, entry, seen)
      if (found === null) continue
      if (found.kind === 'folder') below.push(path)
      else yield found
    }
    waiting.push(...below.reverse())
  }
}

/** Throws FOLDER_MISSING or FOLDER_UNREADABLE where the root cannot be walked at all. */
async function statRoot(root: string): Promise<Stats> {
  const stats = await statOrNull(root)
  if (stats === null) {
    throw new Failure('FOLDER_MISSING', `There is no folder ${root}.`, {
      advice: 'Choose another folder, or plug in the drive that it is on.',
      path: root,
    })
  }
  const readable =
    stats.isDirectory() &&
    (await readdir(root).then(
      () => true,
      () => false,
    ))
  if (readable) return stats
  throw new Failure('FOLDER_UNREADABLE', `${root} cannot be read as a folder.`, {
    advice: 'Choose a folder that you are allowed to open.',
    path: root,
  })
}

async function listFolder(root: string, folder: string): Promise<Dirent[] | ImageProblem> {
  try {
    const entries = await readdir(join(root, folder), { withFileTypes: true })
    return entries.sort((a, b) => compareNames(a.name, b.name))
  } catch (error) {
    return { path: folder, reason: `The folder cannot be read (${reasonOf(error)}).` }
  }
}

/** What an entry is to a scan; null for what is of no interest. */
async function classify(
  root: string,
  path: string,
  entry: Dirent,
  seen: Set<string>,
): Promise<WalkEntry | null> {
  const interesting = entry.isDirectory() || entry.isSymbolicLink() || isPictureName(entry.name)
  if (!interesting) return null
  if (isHiddenName(entry.name)) return problem(path, 'Hidden, so it was left out.')
  if (entry.isFile()) return { kind: 'picture', path }
  const stats = await statOrNull(join(root, path))
  if (stats === null) return problem(path, 'A link that leads nowhere, or gone meanwhile.')
  if (stats.isDirectory()) return enter(path, identity(stats), seen)
  if (!isPictureName(entry.name)) return null
  return stats.isFile() ? { kind: 'picture', path } : problem(path, 'Not a regular file.')
}

function enter(path: string, id: string, seen: Set<string>): WalkEntry {
  if (seen.has(id)) return problem(path, 'The link leads to a folder that was read already.')
  seen.add(id)
  return { kind: 'folder', path }
}

function problem(path: string, reason: string): WalkEntry {
  return { kind: 'problem', problem: { path, reason } }
}

function identity(stats: Stats): string {
  return `${stats.dev}:${stats.ino}`
}

async function statOrNull(path: string): Promise<Stats | null> {
  try {
    return await stat(path)
  } catch {
    return null
  }
}

function reasonOf(error: unknown): string {
  return errnoCode(error) ?? String(error)
}
