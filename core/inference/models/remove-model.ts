import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../contract/failures'
import { sha256Of } from './hash-file'
import { findModels, modelId } from './installed'
import { writing } from './model-failures'

/**
 * Takes a segmenter off this machine, what has arrived of an unfinished download too. Throws BAD_REQUEST
 * for the one that comes with Singlet and MODEL_MISSING for one that is not here.
 */
export async function removeModel(home: string, id: string): Promise<void> {
  if (id === 'basic') {
    throw new Failure('BAD_REQUEST', '“basic” comes with Singlet and cannot be removed.')
  }
  const folder = join(home, id)
  if (!modelId.test(id) || !(await isFolder(folder))) throw notHere(id)
  await writing(folder, () => rm(folder, { recursive: true }))
}

/**
 * Reads every file of a segmenter and compares it with what came when it was fetched or imported; the
 * names of those that differ. Throws MODEL_MISSING when it is not here.
 */
export async function verifyModel(
  home: string,
  id: string,
  signal: AbortSignal,
): Promise<string[]> {
  const found = (await findModels(home)).find((model) => model.id === id)
  if (found === undefined) throw notHere(id)
  const wrong: string[] = []
  for (const { name, sha256 } of found.manifest?.files ?? []) {
    const path = join(found.folder, name)
    const now = await sha256Of(path, signal).catch((error: unknown) => {
      signal.throwIfAborted()
      return String(error)
    })
    if (now !== sha256) wrong.push(name)
  }
  return found.manifest === null ? ['model.json'] : wrong
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
}

function notHere(id: string): Failure {
  return new Failure('MODEL_MISSING', `The segmenter “${id}” is not on this machine.`, {
    advice: '“singlet models list” tells which are.',
  })
}
