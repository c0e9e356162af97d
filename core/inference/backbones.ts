import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Failure } from '../contract/failures'
import type { BackboneInfo } from '../contract/training'
import { openSession } from './session'
import type { Session, SessionOptions } from './session'

/** What is to be known of a network before it is loaded. */
export interface BackboneShape {
  /** Names the cache of its features: a name and a hash of the file, so that no other model shares it. */
  readonly cacheId: string
  readonly channels: number
  /** Pixels of a picture's edge for one position of its feature map. */
  readonly stride: number
}

/** A network that turns pictures into maps of features; `close` frees it. */
export interface Backbone extends BackboneShape {
  /** Feature maps [batch, channels, height, width] of pixels [batch, 3, side, side]. Blocks its thread. */
  readonly featureMaps: (pixels: Float32Array, batch: number, side: number) => Promise<FeatureMaps>
  readonly close: () => Promise<void>
}

export interface FeatureMaps {
  readonly data: Float32Array
  readonly height: number
  readonly width: number
}

export interface BackboneOptions extends SessionOptions {
  /** Folder of the catalogue's models; found beside the program when left out. */
  readonly models?: string
}

const catalogue = [
  {
    ...{ id: 'mini', title: 'Mini (comes with Singlet)', licence: 'Apache-2.0' },
    ...{ channels: 512, stride: 32 },
  },
]

/** The backbones that can be used now without a download. */
export async function listBackbones(options: BackboneOptions = {}): Promise<BackboneInfo[]> {
  const models = options.models ?? (await findModels())
  return Promise.all(
    catalogue.map(async ({ id, title, channels, licence }) => {
      const { size } = await stat(join(models, id, 'model.onnx'))
      return { id, title, channels, licence, bytes: size }
    }),
  )
}

/**
 * Loads a backbone: an id of the catalogue, an .onnx file, or a folder with model.onnx in it.
 * Throws MODEL_MISSING, or MODEL_INVALID when it does not turn `pixels` into a `feature_map`.
 */
export async function openBackbone(id: string, options: BackboneOptions = {}): Promise<Backbone> {
  const path = await backboneFile(id, options)
  const session = await openSession(path, options)
  try {
    checkPorts(session, path)
    const { channels, stride } = await tryOut(session, path)
    const cacheId = await cacheIdOf(path)
    return { cacheId, channels, stride, close: session.close, featureMaps: mapsOf(session, path) }
  } catch (error) {
    await session.close()
    throw error
  }
}

/**
 * What features of a backbone look like. Those of the catalogue are known and not loaded for it: that
 * takes half a second and a hundred megabytes. Throws as `openBackbone` does.
 */
export async function describeBackbone(
  id: string,
  options: BackboneOptions = {},
): Promise<BackboneShape> {
  const known = catalogue.find((entry) => entry.id === id)
  if (known === undefined) {
    const { close, cacheId, channels, stride } = await openBackbone(id, options)
    await close()
    return { cacheId, channels, stride }
  }
  const path = await backboneFile(id, options)
  const { channels, stride } = known
  return { cacheId: await cacheIdOf(path), channels, stride }
}

/** The ONNX file of a backbone; throws MODEL_MISSING for an id that names none. */
export async function backboneFile(id: string, options: BackboneOptions = {}): Promise<string> {
  if (catalogue.some((entry) => entry.id === id))
    return join(options.models ?? (await findModels()), id, 'model.onnx')
  const path = isAbsolute(id) ? id : resolve(id)
  if (id.endsWith('.onnx')) return path
  if (await exists(join(path, 'model.onnx'))) return join(path, 'model.onnx')
  const known = catalogue.map((entry) => entry.id).join(', ')
  const advice = `Use one of ${known}, an .onnx file, or a folder that holds model.onnx.`
  throw new Failure('MODEL_MISSING', `There is no backbone “${id}”.`, { path, advice })
}

/** Sources, tests and the built program lie at different depths below the same resources. */
async function findModels(): Promise<string> {
  let folder = import.meta.dirname
  while (!(await exists(join(folder, 'resources', 'models')))) {
    if (dirname(folder) === folder)
      throw new Failure('MODEL_MISSING', 'The models that come with Singlet are not there.', {
        advice: 'Install Singlet again.',
      })
    folder = dirname(folder)
  }
  return join(folder, 'resources', 'models')
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

const needed =
  'A backbone takes “pixels” [batch, 3, H, W] and gives “feature_map” [batch, C, h, w].'

function checkPorts(session: Session, path: string): void {
  const input = session.inputs.find(({ name }) => name === 'pixels')
  const output = session.outputs.find(({ name }) => name === 'feature_map')
  if (session.inputs.length === 1 && input !== undefined && output !== undefined) return
  const names = [...session.inputs, ...session.outputs].map(({ name }) => name).join(', ')
  throw new Failure('MODEL_INVALID', `This model is no backbone; it has: ${names}.`, {
    path,
    advice: needed,
  })
}

/** Runs one small grey picture through it to see what comes out. */
async function tryOut(session: Session, path: string) {
  const side = fixedSide(session) ?? 64
  const pixels = new Float32Array(3 * side * side)
  const { data, height, width } = await mapsOf(session, path)(pixels, 1, side)
  return { channels: data.length / (height * width), stride: Math.round(side / height) }
}

/** The only side that a model takes, when its file names one. */
function fixedSide(session: Session): number | undefined {
  const pixels = session.inputs[0]
  const height = pixels?.isTensor === true ? pixels.shape[2] : undefined
  return typeof height === 'number' && height > 0 ? height : undefined
}

function mapsOf(session: Session, path: string): Backbone['featureMaps'] {
  return async (pixels, batch, side) => {
    try {
      const { data, shape } = await session.run(
        'pixels',
        pixels,
        [batch, 3, side, side],
        'feature_map',
      )
      const [maps, , height, width] = shape
      if (shape.length !== 4 || maps !== batch || height === undefined || width === undefined)
        throw new Error(`feature_map has the shape [${shape.join(', ')}]`)
      return { data, height, width }
    } catch (cause) {
      if (cause instanceof Failure) throw cause
      const message = `The model cannot take pictures of ${side} x ${side} pixels.`
      throw new Failure('MODEL_INVALID', message, { path, advice: needed, cause })
    }
  }
}

/** `model.onnx` says nothing, so its folder's name is taken then. */
function nameOf(path: string): string {
  const file = basename(path, '.onnx')
  const name = file === 'model' ? basename(dirname(path)) : file
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-') || 'backbone'
}

async function cacheIdOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return `${nameOf(path)}-${hash.digest('hex').slice(0, 12)}`
}
