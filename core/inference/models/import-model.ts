import { randomUUID } from 'node:crypto'
import { copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Failure } from '../../contract/failures'
import { catalogueModels } from './catalogue'
import type { CatalogueModel } from './catalogue'
import { findHalves } from './find-halves'
import type { FoundHalves } from './find-halves'
import { sha256Of } from './hash-file'
import { findModels, installedModel, modelId, sizeOf } from './installed'
import type { InstalledModel } from './installed'
import { writeManifest } from './manifest'
import type { ManifestFile } from './manifest'
import { noSpace, writing } from './model-failures'
import { freeBytes } from './pull-model'

const RESERVE = 50e6
const BASIC = 'basic'

/**
 * Copies a segmenter from a folder, or from beside one of its files, into the folder of models. It is
 * called as asked, else as in the catalogue where its files are those, else like its folder.
 * Throws MODEL_MISSING, MODEL_INVALID, BAD_REQUEST for a name that cannot be, or DISK_FULL.
 */
export async function importModel(
  home: string,
  { path, model }: { path: string; model: string | null },
  signal: AbortSignal,
): Promise<InstalledModel> {
  if (model !== null && (!modelId.test(model) || model === BASIC)) throw noName(model)
  const from = resolve(path)
  const halves = await findHalves(from)
  const taken = join(home, `.import-${randomUUID()}`)
  try {
    await requireSpace(taken, halves)
    const files = await copied(halves, taken, signal)
    const known = inCatalogue(files)
    const id = model ?? known?.id ?? (await freeName(home, nameOf(halves.encoder)))
    await writeManifest(taken, {
      ...{ id, files },
      title: known?.title ?? titleOf(from),
      goodFor: known?.goodFor ?? 'Imported from this machine.',
      licence: known?.licence ?? 'unknown: see where it came from',
      source: known?.source ?? from,
      encoder: basename(halves.encoder),
      decoder: basename(halves.decoder),
    })
    await rm(join(home, id), { recursive: true, force: true })
    await writing(home, () => rename(taken, join(home, id)))
    return await installedModel(home, id)
  } finally {
    await rm(taken, { recursive: true, force: true })
  }
}

async function requireSpace(folder: string, { files }: FoundHalves): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await writing(folder, () => mkdir(folder, { recursive: true }))
  const sizes = await Promise.all(files.map(async (file) => (await sizeOf(file)) ?? 0))
  const need = sizes.reduce((sum, size) => sum + size, RESERVE)
  const free = await freeBytes(folder)
  if (free !== null && free < need) throw noSpace(folder, need, free)
}

async function copied(
  { files }: FoundHalves,
  folder: string,
  signal: AbortSignal,
): Promise<ManifestFile[]> {
  const made: ManifestFile[] = []
  for (const file of new Set(files)) {
    signal.throwIfAborted()
    const [name, to] = [basename(file), join(folder, basename(file))]
    await writing(to, () => copyFile(file, to))
    made.push({ name, bytes: (await sizeOf(to)) ?? 0, sha256: await sha256Of(to, signal) })
  }
  return made
}

/** The model of the catalogue that has exactly these files. */
function inCatalogue(files: readonly ManifestFile[]): CatalogueModel | undefined {
  const sums = new Set(files.map(({ sha256 }) => sha256))
  return catalogueModels.find(
    (model) =>
      model.files.length === sums.size &&
      model.files.every(({ sha256 }) => sha256 !== null && sums.has(sha256)),
  )
}

/** `onnx` is what transformers.js calls the folder of every model. */
function titleOf(path: string): string {
  const folder = path.endsWith('.onnx') ? dirname(path) : path
  return basename(folder) === 'onnx' ? basename(dirname(folder)) : basename(folder)
}

function nameOf(encoder: string): string {
  const name = titleOf(encoder)
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, 60)
  return name === '' || name === BASIC ? 'imported' : name
}

/** Several are kept side by side; a name of the catalogue is its own model's. */
async function freeName(home: string, wanted: string): Promise<string> {
  const there = (await findModels(home)).map(({ id }) => id)
  const taken = new Set([...there, ...catalogueModels.map(({ id }) => id)])
  if (!taken.has(wanted)) return wanted
  for (let n = 2; ; n++) if (!taken.has(`${wanted}-${n}`)) return `${wanted}-${n}`
}

function noName(model: string): Failure {
  return new Failure('BAD_REQUEST', `A segmenter cannot be called “${model}”.`, {
    advice: 'Use small letters, digits, dots and hyphens; “basic” comes with Singlet.',
  })
}
