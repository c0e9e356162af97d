import { mkdir, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '../../contract/failures'
import { readHead } from '../onnx/read-head'
import { layoutOf } from '../sam/layout'
import { catalogueModels } from './catalogue'
import type { CatalogueModel } from './catalogue'
import { downloadFile, usualPatience } from './download-file'
import type { Patience } from './download-file'
import { installedModel, sizeOf } from './installed'
import type { InstalledModel } from './installed'
import { writeManifest } from './manifest'
import type { ManifestFile } from './manifest'
import { noSpace, writing } from './model-failures'

export interface PullOptions {
  /** The catalogue's, unless a test has its own. */
  readonly models?: readonly CatalogueModel[]
  readonly patience?: Patience
  /** Bytes that are free on the disk of a folder; null when nobody can tell. */
  readonly freeBytes?: (folder: string) => Promise<number | null>
  readonly onProgress?: (done: number, total: number) => void
}

/** Kept free beside the model itself. */
const RESERVE = 50e6

/**
 * Fetches a segmenter of the catalogue into the folder of models: the only thing here that uses a
 * network, and only when asked. Goes on where it was stopped. Throws MODEL_MISSING for an id that the
 * catalogue does not have, DOWNLOAD_FAILED, DISK_FULL, or MODEL_INVALID when what came is no segmenter.
 */
export async function pullModel(
  home: string,
  id: string,
  options: PullOptions,
  signal: AbortSignal,
): Promise<InstalledModel> {
  const model = inCatalogue(id, options.models ?? catalogueModels)
  const folder = join(home, id)
  await writing(folder, () => mkdir(folder, { recursive: true }))
  const there = await bytesThere(model, folder)
  const total = model.files.reduce((sum, { bytes }) => sum + bytes, 0)
  const free = await (options.freeBytes ?? freeBytes)(folder)
  const need = total - there + RESERVE
  if (free !== null && free < need) throw noSpace(folder, need, free)
  const files: ManifestFile[] = []
  let before = 0
  for (const file of model.files) {
    const tell = (bytes: number) => options.onProgress?.(before + bytes, total)
    files.push(await downloadFile(file, folder, tell, signal, options.patience ?? usualPatience))
    before += file.bytes
  }
  const { title, goodFor, licence, source, encoder, decoder } = model
  layoutOf(await portsOf(join(folder, encoder)), await portsOf(join(folder, decoder)))
  await writing(folder, () =>
    writeManifest(folder, { id, title, goodFor, licence, source, encoder, decoder, files }),
  )
  return installedModel(home, id)
}

const portsOf = async (path: string) => ({ path, ...(await readHead(path)) })

function inCatalogue(id: string, models: readonly CatalogueModel[]): CatalogueModel {
  const model = models.find((one) => one.id === id)
  if (model !== undefined) return model
  throw new Failure('MODEL_MISSING', `The catalogue has no segmenter “${id}”.`, {
    advice: `It has ${models.map((one) => one.id).join(', ')}.`,
  })
}

async function bytesThere({ files }: CatalogueModel, folder: string): Promise<number> {
  const sizes = await Promise.all(
    files.map(
      async ({ name }) =>
        (await sizeOf(join(folder, name))) ?? (await sizeOf(join(folder, `${name}.part`))) ?? 0,
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** What is free on the disk of a folder that may not be there yet; null when nobody can tell. */
export async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    const above = dirname(folder)
    return above === folder ? null : freeBytes(above)
  }
}
