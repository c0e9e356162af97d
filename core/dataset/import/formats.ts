import { readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { Failure } from '../../contract/failures'
import { readClassList } from './class-list'
import { readCoco } from './coco'
import { looksLikeCvat, readCvat } from './cvat'
import { type ImportedDataset, invalid, type Wanted } from './imported-dataset'
import { isLabelTable, readLabelCsv } from './label-csv'
import { readLabelJsonl } from './label-jsonl'
import { looksLikeLabelStudio, readLabelStudio } from './label-studio'
import { holdsLabelme, looksLikeLabelme, readLabelme } from './labelme'
import { layouts } from './layouts'
import { indexLines, looksLikeIndexLines } from './layouts/index-lines'
import { type Layout, locateLayout } from './layouts/layout'
import { guessDelimiter } from './read-csv'
import { readHead } from './read-head'
import { readSingletLabels } from './singlet-labels'

interface ImportFormat {
  id: string
  title: string
  read: (path: string, signal: AbortSignal, wanted: Wanted) => Promise<ImportedDataset>
}

const labels: ImportFormat = { id: 'singlet', title: 'labels.json', read: readSingletLabels }
const coco: ImportFormat = { id: 'coco', title: 'COCO instances', read: readCoco }
const csv: ImportFormat = { id: 'csv', title: 'CSV of file, class, state', read: readLabelCsv }
const jsonl: ImportFormat = { id: 'jsonl', title: 'JSON lines', read: readLabelJsonl }
const cvat: ImportFormat = { id: 'cvat', title: 'CVAT XML', read: readCvat }
const labelStudio: ImportFormat = {
  id: 'label-studio',
  title: 'Label Studio JSON',
  read: readLabelStudio,
}
/** A file, or a folder of them beside their pictures. */
const labelme: Layout = {
  id: 'labelme',
  title: 'labelme',
  marks: [],
  inside: [],
  takesFiles: true,
  read: readLabelme,
}
const classes: ImportFormat = { id: 'classes', title: 'Class list', read: readClassList }

/** Every format that can be read, by id. */
const importFormats: readonly ImportFormat[] = [
  ...[labels, coco, csv, jsonl, classes, labelStudio, cvat, labelme],
  ...layouts,
]

interface DetectedImport {
  format: ImportFormat
  /** The file to read, or the folder of a layout; inside the given path when that is a folder. */
  file: string
}

/**
 * Finds out what a file holds, or which file of a folder holds its labels, or in which layout a
 * public dataset lies there. Throws IMPORT_INVALID when it is nothing that can be read and
 * NOT_FOUND when it is not there.
 */
export async function detectFormat(path: string): Promise<DetectedImport> {
  if (!(await isFolder(path))) return { format: await detectFile(path), file: path }
  const usual = await usualLabelFile(path)
  if (usual !== null) return { format: await detectFile(usual), file: usual }
  for (const layout of layouts) {
    const folder = await locateLayout(layout, path)
    if (folder !== null) return { format: layout, file: folder }
  }
  if (await holdsLabelme(path)) return { format: labelme, file: path }
  const file = await onlyLabelFile(path)
  return { format: await detectFile(file), file }
}

/** Reads a dataset in the format that is named, whatever the file is called, or else detected. */
export async function importDataset(
  path: string,
  formatId: string | null,
  signal: AbortSignal,
  wanted: Wanted = { masks: false },
): Promise<ImportedDataset> {
  const named = formatId === null ? null : importFormat(formatId)
  if (named === null) {
    const { format, file } = await detectFormat(path)
    return await format.read(file, signal, wanted)
  }
  const layout = [...layouts, labelme].find((one) => one.id === formatId)
  if (layout) return await layout.read(await layoutPath(layout, path), signal, wanted)
  const file = (await isFolder(path))
    ? ((await usualLabelFile(path)) ?? (await onlyLabelFile(path)))
    : path
  await readHead(file) // a file that cannot be read fails the same way in every format
  return await named.read(file, signal, wanted)
}

/** A layout that was named: the place that its marks tell, else the given path, whose gaps it names. */
async function layoutPath(layout: Layout, path: string): Promise<string> {
  const folder = await isFolder(path)
  if (!folder && layout.takesFiles !== true)
    throw invalid(path, `${layout.title} is a folder, no file.`)
  return (folder ? await locateLayout(layout, path) : null) ?? path
}

async function isFolder(path: string): Promise<boolean> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw new Failure('NOT_FOUND', `There is no ${path}.`, { path, cause })
  })
  return stats.isDirectory()
}

function importFormat(id: string): ImportFormat {
  const format = importFormats.find((one) => one.id === id)
  if (format) return format
  const known = importFormats.map((one) => one.id).join(', ')
  throw new Failure('FORMAT_UNKNOWN', `There is no format "${id}".`, { advice: `Known: ${known}.` })
}

const usualNames = [
  'labels.json',
  'instances.json',
  'annotations.json',
  '_annotations.coco.json',
  'labels.csv',
  'labels.jsonl',
  'label-studio.json',
  'annotations.xml',
]

async function usualLabelFile(folder: string): Promise<string | null> {
  const names = await readdir(folder)
  const usual = usualNames.find((name) => names.includes(name))
  return usual === undefined ? null : join(folder, usual)
}

async function onlyLabelFile(folder: string): Promise<string> {
  const readable = (await readdir(folder)).filter((name) => /\.(json|csv|jsonl|xml)$/i.test(name))
  const only = readable.length === 1 ? readable[0] : undefined
  if (only !== undefined) return join(folder, only)
  const known = layouts.map(({ title }) => title).join('; ')
  throw new Failure(
    'IMPORT_INVALID',
    `None of ${usualNames.join(', ')} is in the folder, and no public dataset was recognised.`,
    { advice: `Name the file itself. Recognised are ${known}.`, path: folder },
  )
}

async function detectFile(path: string): Promise<ImportFormat> {
  const head = await readHead(path)
  if (head.trim() === '') throw invalid(path, 'The file is empty.')
  switch (extname(path).toLowerCase()) {
    case '.json':
      return detectJson(path, head)
    case '.jsonl':
    case '.ndjson':
      return jsonl
    case '.csv':
    case '.tsv':
      return isLabelTable(firstFields(head)) ? csv : classes
    case '.xml':
      if (looksLikeCvat(head)) return cvat
      throw invalid(path, 'This XML is not what CVAT writes.')
    case '.txt':
      return looksLikeIndexLines(head) ? indexLines : classes
    default:
      throw invalid(path, 'The name ends in none of .json, .jsonl, .csv, .tsv, .txt, .xml.')
  }
}

function detectJson(path: string, head: string): ImportFormat {
  if (looksLikeLabelStudio(head)) return labelStudio
  if (looksLikeLabelme(head)) return labelme
  if (/"classes"\s*:\s*\[/.test(head)) return labels
  if (/"(file_name|categories|annotations)"\s*:/.test(head)) return coco
  throw invalid(
    path,
    'This JSON is neither a labels.json nor COCO instances, nor of labelme or Label Studio.',
  )
}

function firstFields(head: string): string[] {
  const line = head.split(/\r?\n/, 1)[0] ?? ''
  return line.split(guessDelimiter(head)).map((field) => field.trim().replace(/^"|"$/g, ''))
}
