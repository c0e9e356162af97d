import { access, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Failure } from '../../../contract/failures'
import type { DatasetBuilder } from '../dataset-builder'
import type { ImportedDataset, ImportedImage, Wanted } from '../imported-dataset'
import { readLines } from '../read-lines'

/** A folder tree in which a public dataset is distributed. */
export interface Layout {
  id: string
  title: string
  /** Paths inside of the folder, or names in it, any of which tells the layout. */
  marks: readonly (string | RegExp)[]
  /** Folders inside of the given one in which the layout may begin. */
  inside: readonly string[]
  /** One file of it can be read too. */
  takesFiles?: true
  /** Reads the folder that holds the marks. */
  read: (folder: string, signal: AbortSignal, wanted: Wanted) => Promise<ImportedDataset>
}

/** The folder in which a layout begins: the given one or one inside; null when nothing tells it. */
export async function locateLayout(layout: Layout, folder: string): Promise<string | null> {
  for (const inside of ['', ...layout.inside]) {
    const start = join(folder, inside)
    const names = await readdir(start).catch(() => [])
    if (names.length === 0) continue
    for (const mark of layout.marks) {
      if (typeof mark !== 'string') {
        if (names.some((name) => mark.test(name))) return start
      } else if (await exists(join(start, mark))) return start
    }
  }
  return null
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** The first of several places that exists; null when none does. */
export async function findPath(folder: string, places: readonly string[]): Promise<string | null> {
  for (const place of places) {
    const path = join(folder, place)
    if (await exists(path)) return path
  }
  return null
}

/** As `findPath`; throws IMPORT_INVALID that names the places when none exists. */
export async function requirePath(folder: string, places: readonly string[]): Promise<string> {
  const path = await findPath(folder, places)
  if (path !== null) return path
  const [first = '', ...others] = places
  const elsewhere = others.length > 0 ? ` (nor ${others.join(', ')})` : ''
  throw new Failure('IMPORT_INVALID', `There is no ${first}${elsewhere} in the folder.`, {
    advice: `Put ${basename(first)} where the dataset has it, and try again.`,
    path: join(folder, first),
  })
}

/** Every line of a small file that holds something, with its number. */
export async function linesOf(
  path: string,
  signal: AbortSignal,
): Promise<{ text: string; line: number }[]> {
  const lines: { text: string; line: number }[] = []
  await readLines(
    path,
    (text, line) => {
      if (text.trim() !== '') lines.push({ text: text.trim(), line })
    },
    signal,
  )
  return lines
}

/** Adds classes of a numbered list, each one: a name that comes twice is told apart. */
export function addClasses(builder: DatasetBuilder, names: readonly string[]): void {
  const seen = new Map<string, number>()
  for (const [i, raw] of names.entries()) {
    const name = raw.trim() || `class ${i + 1}`
    const key = name.normalize('NFC').toLowerCase()
    const count = (seen.get(key) ?? 0) + 1
    seen.set(key, count)
    builder.addClass(count === 1 ? name : `${name} (${count})`, null)
  }
}

/** One picture of a list with the classes that are present in it. */
export interface ListedImage {
  file: string
  present: readonly number[]
  split: ImportedImage['split']
}

/**
 * Adds the pictures that hold any class, in their order, and tells how many hold none: published
 * experiments leave those out, since there is nothing that could be observed of them.
 */
export function addLabelled(builder: DatasetBuilder, listed: Iterable<ListedImage>): void {
  let empty = 0
  for (const { file, present, split } of listed) {
    if (present.length === 0) empty += 1
    else addListed(builder, { file, present, split })
  }
  if (empty > 0) builder.report(null, `${empty} pictures without any of the classes were left out.`)
}

export function addListed(builder: DatasetBuilder, { file, present, split }: ListedImage): void {
  const image = builder.addImage(file.replaceAll('\\', '/'), null)
  if (image === null) return
  image.split = split
  for (const index of present) builder.setLabel(image, index, 'present')
}
