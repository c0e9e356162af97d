import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { invalid, type LibrarySource } from './source'
import { openUnpacked } from './unpacked-folder'
import { openWheel } from './wheel-file'
import { machineOf, type Variant } from './wheels'

/**
 * Opens what a person has given: wheels, folders full of wheels, unpacked folders.
 * @throws Failure LIBRARY_INVALID for what is none of these, or for another machine or version
 */
export async function openFiles(
  paths: readonly string[],
  fits: string,
  signal: AbortSignal,
): Promise<LibrarySource[]> {
  const sources: LibrarySource[] = []
  try {
    for (const path of paths) {
      const wheels = await wheelsAt(path, fits)
      if (wheels === null) sources.push(await openUnpacked(path))
      else for (const wheel of wheels) sources.push(await openWheel(wheel, fits, signal))
    }
    return sources
  } catch (error) {
    await closeAll(sources)
    throw error
  }
}

export async function closeAll(sources: readonly LibrarySource[]): Promise<void> {
  await Promise.all(sources.map((source) => source.close()))
}

/** The file itself, or the wheels of a folder, those for this machine if any; null for one without. */
async function wheelsAt(path: string, fits: string): Promise<string[] | null> {
  const found = await stat(path).catch((cause: unknown) => {
    throw invalid('There is no such file or folder.', 'Check its path.', path, cause)
  })
  if (!found.isDirectory()) return [path]
  const names = (await readdir(path)).filter((name) => name.endsWith('.whl'))
  const ours = names.filter((name) => new RegExp(fits).test(name))
  const chosen = ours.length > 0 ? ours : names
  return chosen.length === 0 ? null : chosen.map((name) => join(path, name))
}

/**
 * The variant that the files make up; `wanted` is what was asked for, if anything.
 * @throws Failure LIBRARY_INVALID when CUDA is wanted and parts of it are missing
 */
export function variantOf(sources: readonly LibrarySource[], wanted: Variant | null): Variant {
  const names = sources.flatMap(({ files }) => [...files.keys()])
  const hasCuda = names.some((name) => name.startsWith('nvidia/'))
  if (wanted === 'cpu' || (wanted === null && !hasCuda)) return 'cpu'
  const needed = machineOf(process.platform, process.arch)?.gpu ?? []
  const missing = needed.filter(({ project }) => !holds(project, sources, names))
  if (missing.length === 0) return 'gpu'
  throw invalid(
    `For CUDA these wheels are missing: ${missing.map(({ file }) => file).join(', ')}`,
    'Give a folder that holds all of them, or use --cpu.',
    sources[0]?.path ?? '',
  )
}

function holds(project: string, sources: readonly LibrarySource[], names: readonly string[]) {
  if (project === 'tensorflow') {
    return sources.some((source) => source.project === null || source.project === project)
  }
  const folder = project.replace(/^nvidia-(.+)-cu12$/, 'nvidia/$1/lib/').replaceAll('-', '_')
  // One of them holds tools only.
  const tools = folder.replace(/lib\/$/, 'bin/')
  return names.some((name) => name.startsWith(folder) || name.startsWith(tools))
}
