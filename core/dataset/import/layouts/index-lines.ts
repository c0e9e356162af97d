import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isPictureName } from '../../picture-files'
import { DatasetBuilder } from '../dataset-builder'
import { bestRoot } from '../image-root'
import { type ImportedDataset, type ImportedImage, invalid } from '../imported-dataset'
import { numberedClasses } from './class-names'
import { addClasses, exists, type Layout, linesOf, type ListedImage } from './layout'

const partNames = [
  { ending: '_train.txt', split: 'train' },
  { ending: '_val.txt', split: 'validation' },
  { ending: '_test.txt', split: 'validation' },
] as const

/**
 * One line an image: its name, a comma or a space, the numbers of its classes (from 0), as SCPNet
 * distributes its sets: `voc_train.txt` with its `voc_val.txt`. Lists whose training part names one
 * class for every image are taken for single positives, all others for complete labels.
 */
export const indexLines: Layout = {
  id: 'index-lines',
  title: 'Lines of a name and class numbers',
  marks: [/_train\.txt$/],
  inside: [],
  takesFiles: true,
  read: readIndexLines,
}

/** Whether the first line of a text looks like one of these. */
export function looksLikeIndexLines(head: string): boolean {
  return parseLine((head.split(/\r?\n/, 1)[0] ?? '').trim()) !== null
}

type Listed = Pick<ListedImage, 'file' | 'present'>

function parseLine(text: string): Listed | null {
  const parts = /^(.+?\.\w+)(?:\s*,\s*|\s+)([\d\s]*)$/.exec(text)
  if (!parts || !isPictureName(parts[1] ?? '')) return null
  const numbers = (parts[2] ?? '').split(/\s+/).filter((number) => number !== '')
  return { file: parts[1] ?? '', present: numbers.map(Number) }
}

/** Takes one file, with the other part beside it, or a folder that has one such pair. */
async function readIndexLines(path: string, signal: AbortSignal): Promise<ImportedDataset> {
  const isFolder = (await stat(path)).isDirectory()
  const first = isFolder ? await onlyList(path) : path
  const folder = dirname(first)
  const part = partNames.find(({ ending }) => first.endsWith(ending))
  const prefix = part ? first.slice(0, -part.ending.length) : null
  const builder = new DatasetBuilder()
  const lists: { rows: Listed[]; split: ImportedImage['split'] }[] = []
  if (prefix === null) lists.push({ rows: await readList(builder, first, signal), split: null })
  for (const { ending, split } of prefix === null ? [] : partNames) {
    const list = `${prefix}${ending}`
    if (await exists(list)) lists.push({ rows: await readList(builder, list, signal), split })
  }
  const all = lists.flatMap(({ rows }) => rows)
  if (all.length === 0)
    throw invalid(first, 'No line has a picture and the numbers of its classes.')
  const count = all.reduce((most, { present }) => Math.max(most, ...present), -1) + 1
  const name = basename(prefix ?? '')
  addClasses(builder, await numberedClasses(builder, folder, count, name, signal))
  for (const { rows, split } of lists) addRows(builder, rows, split)
  const isSingle = (lists[0]?.rows ?? []).every(({ present }) => present.length <= 1)
  const roots = ['', 'images', '..', '../images', 'JPEGImages', '../JPEGImages']
  const files = all.map(({ file }) => file)
  return builder.build(
    await bestRoot(
      roots.map((root) => join(folder, root)),
      files,
    ),
    !isSingle,
  )
}

async function onlyList(folder: string): Promise<string> {
  const lists = (await readdir(folder)).filter((name) => name.endsWith('_train.txt'))
  if (lists.length === 1 && lists[0] !== undefined) return join(folder, lists[0])
  throw invalid(folder, `The folder has ${lists.length} lists *_train.txt; name the file.`)
}

async function readList(
  builder: DatasetBuilder,
  path: string,
  signal: AbortSignal,
): Promise<Listed[]> {
  return (await linesOf(path, signal)).flatMap(({ text, line }) => {
    const row = parseLine(text)
    if (row !== null) return [row]
    builder.report(line, `${basename(path)}: "${text.slice(0, 60)}" is no picture with numbers.`)
    return []
  })
}

function addRows(
  builder: DatasetBuilder,
  rows: readonly Listed[],
  split: ImportedImage['split'],
): void {
  for (const { file, present } of rows) {
    const image = builder.addImage(file, null)
    if (image === null) continue
    image.split = split
    for (const index of present) builder.setLabel(image, index, 'present')
  }
}
