import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Failure } from '../../contract/failures'
import { type AtomicWriter, openAtomicWriter, writeFileAtomic } from '../../store/files'
import { countLabels } from './count-labels'
import type { DatasetFormat, ExportCounts, ExportFile, ExportSource } from './export-source'

interface WrittenExport {
  /** Absolute paths, in the format's order. */
  files: string[]
  counts: ExportCounts
  /** Sentences: what of this project the format could not hold. */
  lost: string[]
}

/** Lists what Singlet wrote into a folder, so that the next export may replace it. */
const manifestName = 'singlet-export.json'
const manifestSchema = z.object({ files: z.array(z.string()) })

/**
 * Writes an export into a folder, which is made when missing. Files of an earlier export are
 * replaced, all of them or none; a file that Singlet did not write is never touched: then it throws
 * FOLDER_NOT_EMPTY. Throws DISK_FULL, leaving nothing behind.
 */
export async function writeExport(
  format: DatasetFormat,
  source: ExportSource,
  directory: string,
  signal: AbortSignal,
): Promise<WrittenExport> {
  const files = format.files(source)
  const names = files.map((file) => file.name)
  await reserveExportFiles(directory, names)
  const counts = await countLabels(source, signal)
  await writeFiles(directory, files, signal)
  await recordExportFiles(directory, names)
  return { files: names.map((name) => join(directory, name)), counts, lost: format.lost(counts) }
}

/** Makes the folder and throws FOLDER_NOT_EMPTY when a file in it is in the way and not ours. */
export async function reserveExportFiles(
  directory: string,
  names: readonly string[],
): Promise<void> {
  await makeFolder(directory)
  const ours = await readManifest(directory)
  for (const name of names) {
    if (ours.includes(name) || !(await exists(join(directory, name)))) continue
    throw new Failure('FOLDER_NOT_EMPTY', `${name} is in the folder already.`, {
      advice: 'Choose another folder, or move that file away.',
      path: join(directory, name),
    })
  }
}

/** Remembers in the folder that these files are ours. */
export async function recordExportFiles(
  directory: string,
  names: readonly string[],
): Promise<void> {
  const files = [...new Set([...(await readManifest(directory)), ...names])].sort()
  await writeFileAtomic(join(directory, manifestName), `${JSON.stringify({ files })}\n`)
}

async function makeFolder(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true })
  } catch (error) {
    throw new Failure('FOLDER_UNREADABLE', `The folder ${directory} cannot be made.`, {
      advice: 'Choose a folder that you may write to.',
      path: directory,
      cause: error,
    })
  }
}

async function readManifest(directory: string): Promise<string[]> {
  try {
    const text = await readFile(join(directory, manifestName), 'utf8')
    return manifestSchema.parse(JSON.parse(text)).files
  } catch {
    return [] // none, or not ours: then nothing in the folder is taken for ours
  }
}

async function writeFiles(
  directory: string,
  files: readonly ExportFile[],
  signal: AbortSignal,
): Promise<void> {
  const writers: AtomicWriter[] = []
  try {
    for (const file of files) {
      const writer = await openAtomicWriter(join(directory, file.name))
      writers.push(writer)
      await writeText(writer, file.content, signal)
    }
    for (const writer of writers) await writer.commit()
  } finally {
    for (const writer of writers) await writer.dispose()
  }
}

const pieceLength = 256 * 1024

async function writeText(
  writer: AtomicWriter,
  content: ExportFile['content'],
  signal: AbortSignal,
): Promise<void> {
  let waiting = ''
  for await (const text of content) {
    signal.throwIfAborted()
    waiting += text
    if (waiting.length < pieceLength) continue
    await writer.write(Buffer.from(waiting))
    waiting = ''
  }
  await writer.write(Buffer.from(waiting))
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
}
