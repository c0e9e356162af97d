import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, parse, resolve } from 'node:path'
import type { FolderEntry, FolderListing } from '../contract/app'
import { errnoCode, Failure } from '../contract/failures'
import { compareNames, isHiddenName, isPictureName } from './picture-files'

const mostPictures = 1000

/**
 * Lists a folder for a chooser: its sub-folders in natural order, which of them are projects, and
 * how many pictures lie directly inside. `null` is the home folder. Throws FOLDER_MISSING and
 * FOLDER_UNREADABLE.
 */
export async function browseFolder(
  path: string | null,
  home: string = homedir(),
): Promise<FolderListing> {
  const folder = resolve(path ?? home)
  const names = await readNames(folder)
  const visible = names.filter((name) => !isHiddenName(name)).sort(compareNames)
  const pictures = visible.filter(isPictureName).length
  const entries = await Promise.all(visible.map((name) => toEntry(join(folder, name), name)))
  const parent = dirname(folder)
  return {
    path: folder,
    parent: parent === folder ? null : parent,
    places: await places(folder, home),
    entries: entries.filter((entry) => entry !== null),
    pictures: Math.min(pictures, mostPictures),
  }
}

/** The folder itself, or the first one above it that exists. */
export async function nearestFolder(path: string): Promise<string> {
  let folder = resolve(path)
  while (!(await is(folder, 'folder')) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
}

async function readNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    const missing = errnoCode(error) === 'ENOENT'
    throw new Failure(
      missing ? 'FOLDER_MISSING' : 'FOLDER_UNREADABLE',
      missing ? `There is no folder ${folder}.` : `${folder} cannot be read as a folder.`,
      { advice: 'Choose another folder.', path: folder, cause: error },
    )
  }
}

/** A sub-folder as an entry; null for files and for links that lead nowhere. */
async function toEntry(path: string, name: string): Promise<FolderEntry | null> {
  if (isPictureName(name) || !(await is(path, 'folder'))) return null
  const project = await is(join(path, 'project.sqlite'), 'file')
  return { name, path, kind: project ? 'project' : 'folder' }
}

async function places(folder: string, home: string): Promise<FolderEntry[]> {
  const candidates = [
    { name: 'Home', path: home },
    { name: 'Pictures', path: join(home, 'Pictures') },
    { name: 'Desktop', path: join(home, 'Desktop') },
    { name: 'Computer', path: parse(folder).root },
  ]
  const there = await Promise.all(candidates.map((place) => is(place.path, 'folder')))
  return candidates
    .filter((_, index) => there[index])
    .map((place) => ({ ...place, kind: 'folder' as const }))
}

async function is(path: string, kind: 'folder' | 'file'): Promise<boolean> {
  try {
    const stats = await stat(path)
    return kind === 'folder' ? stats.isDirectory() : stats.isFile()
  } catch {
    return false
  }
}
