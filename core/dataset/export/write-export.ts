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
  await makeFolder(directory)
  const counts = await countLabels(source, signal)
  const names = await writeFiles(directory, format.files(source), signal)
  await recordExportFiles(directory, names)
  return { files: names.map((name) => join(directory, name)), counts, lost: format.lost(counts) }
}

/** Makes the folder and throws FOLDER_NOT_EMPTY when a file in it is in the way and not ours. */
export async function reserveExportFiles(
  directory: string,
  names: readonly string[],
): Promise<void> {
  await makeFolder(directory)
  const ours = new Set(await readManifest(directory))
  for (const name of names) await reserve(directory, name, ours)
}

async function reserve(directory: string, name: string, ours: ReadonlySet<string>): Promise<void> {
  if (ours.has(name) || !(await exists(join(directory, name)))) return
  throw new Failure('FOLDER_NOT_EMPTY', `${name} is in the folder already.`, {
    advice: 'Choose another folder, or move that file away.',
    path: join(directory, name),
  })
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

/** Writes every file beside its place and then moves all of them there; returns their names. */
async function writeFiles(
  directory: string,
  files: Iterable<ExportFile> | AsyncIterable<ExportFile>,
  signal: AbortSignal,
): Promise<string[]> {
  const ours = new Set(await readManifest(directory))
  const writers = new Map<string, AtomicWriter>()
  try {
    for await (const file of files) {
      if (writers.has(file.name)) continue // pictures of one name but for its ending; counted as lost
      await reserve(directory, file.name, ours)
      const writer = await openAtomicWriter(join(directory, file.name))
      writers.set(file.name, writer)
      await writeContent(writer, file.content, signal)
      await writer.seal()
    }
    for (const writer of writers.values()) await writer.commit()
  } finally {
    for (const writer of writers.values()) await writer.dispose()
  }
  return [...writers.keys()]
}

const pieceLength = 256 * 1024

async function writeContent(
  writer: AtomicWriter,
  content: ExportFile['content'],
  signal: AbortSignal,
): Promise<void> {
  let waiting = ''
  const flush = async (): Promise<void> => {
    if (waiting !== '') await writer.write(Buffer.from(waiting))
    waiting = ''
  }
  for await (const piece of content) {
    signal.throwIfAborted()
    if (typeof piece === 'string') waiting += piece
    if (typeof piece !== 'string' || waiting.length >= pieceLength) await flush()
    if (typeof piece !== 'string') await writer.write(piece)
  }
  await flush()
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
}
