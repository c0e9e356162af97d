import type { ClassId, ImageId, RunId } from '../contract/ids'
import { evidenceMap, type PooledWeights, renderHeatMap } from '../inference/heat-map'
import { type Activation, normaliseActivation } from '../kernel/activation/activation'
import { cellEvidence } from '../spml/cell-classifier'
import type { ClosedFormHead } from '../spml/closed-form/closed-form-head'
import { evidenceOf } from '../spml/closed-form/evidence'
import { foldHead } from '../spml/head'
import type { Head } from '../spml/head'
import type { FeatureKey } from './inference-service'
import type { Project } from './project'
import { readRunHead, runDirectory } from './run-files'
import { finishedKey } from './training-backbone'

/** Longest edge of a heat map in pixels; it is smooth, and windows stretch it over the picture. */
const EDGE = 640

interface Wanted {
  readonly image: ImageId
  readonly source: 'instant' | RunId
  readonly class: ClassId
}

/** Where a model sees a class in a picture, as a transparent PNG of the picture's shape. */
export async function drawHeatMap(
  project: Project,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Buffer> {
  const { width, height } = await project.store.images.get(wanted.image)
  const seen = await activationOf(project, wanted, signal)
  const scale = EDGE / Math.max(width, height)
  const size = (edge: number) => Math.max(1, Math.round(edge * scale))
  return renderHeatMap(seen.values, seen.width, seen.height, size(width), size(height))
}

/** How much a model sees a class at each place of a picture, 0..1; covers all of it. */
export async function activationOf(
  project: Project,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Activation> {
  const { path } = await project.store.images.get(wanted.image)
  const { key, see } = await sightOf(project, wanted)
  const { map, width, height } = await project.tools.inference.look(
    ...([key, project.imageRoot, path, signal] as const),
  )
  return { values: see(map, height * width), width, height }
}

/** The evidence of a map [C, positions] for a class, 0..1 [positions]. */
type See = (map: Float32Array, positions: number) => Float32Array

const seeing =
  (weights: PooledWeights): See =>
  (map, positions) =>
    evidenceMap(map, positions, weights)

async function sightOf(
  project: Project,
  { source, class: id }: Wanted,
): Promise<{ key: FeatureKey; see: See }> {
  if (source === 'instant') {
    return { key: project.instant.key, see: seeing(await project.instant.evidence(id)) }
  }
  const run = await project.store.runs.get(source)
  const head = await readRunHead(runDirectory(project.store.directory, source))
  const column = project.review.columnOf(source, id)
  const key = finishedKey(project, run)
  if (head.kind !== 'cells') return { key, see: seeing(pooledWeights(head, column)) }
  return { key, see: (map) => normaliseActivation(cellEvidence(head, map, column)) }
}

function pooledWeights(head: Head | ClosedFormHead, column: number): PooledWeights {
  const { weights, offset } =
    head.kind === 'closed-form' ? evidenceOf(head, column) : linearEvidence(head, column)
  // Attention and map heads read the map as it is; the others its means, and then GeM.
  const readsMap = weights.length < head.features || head.kind === 'map'
  const channels = readsMap ? weights.length : weights.length / 2
  return { mean: weights.subarray(0, channels), gem: weights.subarray(channels), offset }
}

function linearEvidence(head: Head, column: number) {
  const { weights: all } = foldHead(head)
  const weights = Float32Array.from(
    { length: head.features },
    (_, d) => all[d * head.classes + column] ?? 0,
  )
  // The average picture is the zero point: where a place says more than usual, there is evidence.
  const offset = weights.reduce((sum, weight, d) => sum + weight * (head.mean[d] ?? 0), 0)
  return { weights, offset }
}
