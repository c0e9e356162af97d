import { access } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const sampled = 20

/**
 * The folder that file names of a label file are relative to: of the usual places (beside it, in
 * `images` beside or above it, the folder above) the one where most of the first names exist.
 */
export async function locateImageRoot(labelFile: string, files: string[]): Promise<string> {
  const folder = dirname(labelFile)
  const above = dirname(folder)
  return await bestRoot([folder, join(folder, 'images'), join(above, 'images'), above], files)
}

/** Of several folders the one in which most of the first names exist; the first when none does. */
export async function bestRoot(
  candidates: readonly string[],
  files: readonly string[],
): Promise<string> {
  const found = await Promise.all(candidates.map((root) => countExisting(root, files)))
  return candidates[found.indexOf(Math.max(...found))] ?? ''
}

async function countExisting(root: string, files: readonly string[]): Promise<number> {
  const tries = files.slice(0, sampled).map((file) => access(join(root, file)))
  const outcomes = await Promise.allSettled(tries)
  return outcomes.filter((outcome) => outcome.status === 'fulfilled').length
}
