import { readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { Failure } from '../../contract/failures'
import { readClassList } from './class-list'
import { readCoco } from './coco'
import { type ImportedDataset, invalid } from './imported-dataset'
import { isLabelTable, readLabelCsv } from './label-csv'
import { readLabelJsonl } from './label-jsonl'
import { guessDelimiter } from './read-csv'
import { readHead } from './read-head'
import { readSingletLabels } from './singlet-labels'

interface ImportFormat {
  id: string
  title: string
  read: (path: string, signal: AbortSignal) => Promise<ImportedDataset>
}

const labels: ImportFormat = { id: 'singlet', title: 'labels.json', read: readSingletLabels }
const coco: ImportFormat = { id: 'coco', title: 'COCO instances', read: readCoco }
const csv: ImportFormat = { id: 'csv', title: 'CSV of file, class, state', read: readLabelCsv }
const jsonl: ImportFormat = { id: 'jsonl', title: 'JSON lines', read: readLabelJsonl }
const classes: ImportFormat = { id: 'classes', title: 'Class list', read: readClassList }

/** Every format that can be read, by id. */
const importFormats: readonly ImportFormat[] = [labels, coco, csv, jsonl, classes]

interface DetectedImport {
  format: ImportFormat
  /** The file to read; inside the given path when that is a folder. */
  file: string
}

/**
 * Finds out what a file holds, or which file of a folder holds its labels. Throws IMPORT_INVALID
 * when it is nothing that can be read and NOT_FOUND when it is not there.
 */
export async function detectFormat(path: string): Promise<DetectedImport> {
  const file = await labelFile(path)
  return { format: await detectFile(file), file }
}

/** Reads a dataset in the format that is named, whatever the file is called, or else detected. */
export async function importDataset(
  path: string,
  formatId: string | null,
  signal: AbortSignal,
): Promise<ImportedDataset> {
  const named = formatId === null ? null : importFormat(formatId)
  if (named === null) {
    const { format, file } = await detectFormat(path)
    return await format.read(file, signal)
  }
  const file = await labelFile(path)
  await readHead(file) // a file that cannot be read fails the same way in every format
  return await named.read(file, signal)
}

/** The given file, or the one of a folder that holds its labels. */
async function labelFile(path: string): Promise<string> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw new Failure('NOT_FOUND', `There is no ${path}.`, { path, cause })
  })
  return stats.isDirectory() ? await findLabelFile(path) : path
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
]

async function findLabelFile(folder: string): Promise<string> {
  const names = await readdir(folder)
  const usual = usualNames.find((name) => names.includes(name))
  if (usual !== undefined) return join(folder, usual)
  const readable = names.filter((name) => /\.(json|csv|jsonl)$/i.test(name))
  const only = readable.length === 1 ? readable[0] : undefined
  if (only !== undefined) return join(folder, only)
  throw invalid(folder, `None of ${usualNames.join(', ')} is in the folder.`)
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
    case '.txt':
      return classes
    default:
      throw invalid(path, 'The name ends in none of .json, .jsonl, .csv, .tsv, .txt.')
  }
}

function detectJson(path: string, head: string): ImportFormat {
  if (/"classes"\s*:\s*\[/.test(head)) return labels
  if (/"(file_name|categories|annotations)"\s*:/.test(head)) return coco
  throw invalid(path, 'This JSON is neither a labels.json nor COCO instances.')
}

function firstFields(head: string): string[] {
  const line = head.split(/\r?\n/, 1)[0] ?? ''
  return line.split(guessDelimiter(head)).map((field) => field.trim().replace(/^"|"$/g, ''))
}
