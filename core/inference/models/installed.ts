import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { errnoCode, Failure } from '../../contract/failures'
import { readManifest } from './manifest'
import type { Manifest } from './manifest'

/** A segmenter of the SAM family on this machine. */
export interface InstalledModel {
  readonly id: string
  readonly title: string
  readonly folder: string
  /** Paths of its two halves. */
  readonly encoder: string
  readonly decoder: string
}

/** A folder of a model, with what is wrong with it; null when nothing is. */
export interface FoundModel {
  readonly id: string
  readonly folder: string
  readonly manifest: Manifest | null
  readonly damage: string | null
}

/** Ids become names of folders. */
export const modelId = /^[a-z0-9][a-z0-9._-]{0,79}$/

/** Every folder of models in `home`, which need not exist, by name. */
export async function findModels(home: string): Promise<FoundModel[]> {
  const folders = await foldersIn(home)
  const found = await Promise.all(folders.map((id) => look(join(home, id), id)))
  return found.filter((model) => model !== null)
}

/**
 * The files of a segmenter. Throws MODEL_MISSING when it is not here, and MODEL_INVALID when a file of
 * it is gone or cut short.
 */
export async function installedModel(home: string, id: string): Promise<InstalledModel> {
  const folder = join(home, id)
  const found = modelId.test(id) ? await look(folder, id) : null
  if (found === null) {
    throw new Failure('MODEL_MISSING', `The segmenter “${id}” is not on this machine.`, {
      advice: 'Get it in Settings > Models or with “singlet models”, or use another one.',
    })
  }
  if (found.damage !== null || found.manifest === null) {
    throw new Failure('MODEL_INVALID', `The segmenter “${id}” is damaged: ${found.damage ?? ''}`, {
      path: folder,
      advice: 'Remove it and get it again in Settings > Models, or use another one.',
    })
  }
  const { title, encoder, decoder } = found.manifest
  return {
    ...{ id, title, folder },
    encoder: join(folder, encoder),
    decoder: join(folder, decoder),
  }
}

async function look(folder: string, id: string): Promise<FoundModel | null> {
  const manifest = await readManifest(folder)
  if (manifest === null) return null
  if (manifest === undefined)
    return { ...{ id, folder }, manifest: null, damage: 'its model.json cannot be read.' }
  return { ...{ id, folder, manifest }, damage: await damageOf(folder, manifest) }
}

/** By sizes alone: to read hundreds of megabytes at every look would be felt. */
async function damageOf(folder: string, { files }: Manifest): Promise<string | null> {
  for (const { name, bytes } of files) {
    const size = await sizeOf(join(folder, name))
    if (size === null) return `${name} is not there.`
    if (size !== bytes) return `${name} has ${size} bytes and should have ${bytes}.`
  }
  return null
}

export async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return null
    throw error
  }
}

async function foldersIn(home: string): Promise<string[]> {
  try {
    const entries = await readdir(home, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isDirectory() && modelId.test(entry.name))
      .map(({ name }) => name)
      .sort()
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return []
    throw error
  }
}
