import { createHash } from 'node:crypto'
import { access, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Failure } from '../contract/failures'
import type { BackboneInfo, Recipe, RunInfo } from '../contract/training'
import { architectures } from '../spml/backbones/architectures'
import type { Architecture } from '../spml/backbones/architectures'
import { projectPaths } from '../store/files'
import type { FeatureKey } from './inference-service'
import type { Project } from './project'
import { runDirectory, tunedBackbone } from './run-files'

/** Where the training of a backbone starts: a network drawn at random, or a file of weights. */
export type BackboneSource = { architecture: Architecture } | { weights: string }

/** What a run looks at its pictures with before it trains. */
export interface FirstBackbone {
  readonly key: FeatureKey
  /** What that file must be made of first; null where it is there or somebody else's. */
  readonly made: { readonly source: BackboneSource; readonly seed: number } | null
}

/**
 * Where a backbone that a recipe names can be trained from.
 * @throws Failure MODEL_INVALID for one that is there to be used only, MODEL_MISSING
 */
export async function trainableSource(backbone: string): Promise<BackboneSource> {
  const architecture = architectures.find((one) => one === backbone)
  if (architecture) return { architecture }
  const weights = backbone.endsWith('.onnx') ? weightsBeside(backbone) : backbone
  if (!weights.endsWith('.safetensors')) throw notTrainable(backbone)
  if (await exists(weights)) return { weights }
  if (weights !== backbone) throw notTrainable(backbone)
  throw new Failure('MODEL_MISSING', 'The weights file is not there.', {
    path: backbone,
    advice: 'Choose another backbone, or put the file back.',
  })
}

/** Whether a backbone is only named, and its weights are drawn. */
export function isFromRandom(backbone: string): boolean {
  return architectures.some((one) => one === backbone)
}

/** The network of a recipe's features: its backbone, or what a trained one is at first as an ONNX file. */
export async function firstBackbone(project: Project, recipe: Recipe): Promise<FirstBackbone> {
  const { backbone, resolution: side, seed } = recipe
  if (recipe.trains !== 'all') return { key: { backbone, side }, made: null }
  const source = await trainableSource(backbone)
  if (backbone.endsWith('.onnx')) return { key: { backbone, side }, made: null }
  const name = 'weights' in source ? await nameOfFile(source.weights) : `${backbone}-${seed}`
  const { cache } = projectPaths(project.store.directory)
  const file = join(cache, 'backbones', `${name}.onnx`)
  const made = (await exists(file)) ? null : { source, seed }
  return { key: { backbone: file, side }, made }
}

export async function firstKey(project: Project, recipe: Recipe): Promise<FeatureKey> {
  return (await firstBackbone(project, recipe)).key
}

/** The network that the head of a finished run stands on: its own, where that was trained. */
export function finishedKey(project: Project, { id, recipe }: RunInfo): FeatureKey {
  const tuned = tunedBackbone(runDirectory(project.store.directory, id))
  return {
    backbone: recipe.trains === 'all' ? tuned : recipe.backbone,
    side: recipe.resolution,
  }
}

/** The backbones that the runs of a project have trained, newest first. */
export async function tunedBackbones(project: Project): Promise<BackboneInfo[]> {
  const runs = (await project.store.runs.list()).filter(
    ({ recipe, state }) => recipe.trains === 'all' && state === 'done',
  )
  const found = await Promise.all(runs.map((run) => infoOf(project, run)))
  return found.filter((info) => info !== null)
}

async function infoOf(project: Project, run: RunInfo): Promise<BackboneInfo | null> {
  const key = finishedKey(project, run)
  const file = await stat(key.backbone).catch(() => null)
  if (file === null) return null
  const { channels } = await project.tools.inference.shape(key)
  const title = `Run ${run.number}’s backbone`
  return { id: key.backbone, title, channels, bytes: file.size, licence: '' }
}

/** Tells files apart without reading them: place, size and time. */
async function nameOfFile(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path)
  const hash = createHash('sha256')
    .update(JSON.stringify([path, size, mtimeMs]))
    .digest('hex')
  return `${basename(path, '.safetensors')}-${hash.slice(0, 12)}`
}

function weightsBeside(onnx: string): string {
  return onnx.replace(/\.onnx$/, '.safetensors')
}

function notTrainable(backbone: string): Failure {
  return new Failure('MODEL_INVALID', `The backbone ${basename(backbone)} cannot be trained.`, {
    advice: `Give weights in torchvision’s naming as a .safetensors file, or start from random ones: ${architectures.join(', ')}.`,
  })
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
