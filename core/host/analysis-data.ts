import { setImmediate } from 'node:timers/promises'
import { Failure } from '../contract/failures'
import type { ClassId, ImageId } from '../contract/ids'
import type { RunInfo } from '../contract/training'
import { FeatureCache } from '../features/feature-cache'
import type { ScoredRun } from '../spml/analyses/distribution-panels'
import type { Judged } from '../spml/analyses/landscape'
import type { LabelMatrix } from '../store/matrix'
import { projectPaths } from '../store/files'
import type { FeatureKey, InferenceService } from './inference-service'
import type { Project } from './project'
import { readRunScores, readSnapshot, runDirectory } from './run-files'

/** A loss needs no more images than these to be smooth. */
const MOST_JUDGED = 4000

/** How a run is called wherever it is drawn. */
export function runName({ number, recipe }: RunInfo, titleOf: (method: string) => string): string {
  return `Run ${number}: ${titleOf(recipe.method)}`
}

/**
 * Lets other requests in between two slices of work.
 * @throws Failure CANCELLED
 */
export function breather(signal: AbortSignal | undefined): () => Promise<void> {
  return async () => {
    await setImmediate()
    if (signal?.aborted) throw new Failure('CANCELLED', 'Nobody waits for this figure any more.')
  }
}

/** The truth of a project, or null where nobody knows it. */
export async function truthOf({ store }: Project): Promise<LabelMatrix | null> {
  const { hasTruth } = await store.info()
  return hasTruth ? await store.truth.matrix() : null
}

/** The truth of some images and classes, 1 present, 0 not [images * classes]. */
function truthFor(
  truth: LabelMatrix,
  images: ArrayLike<number>,
  classes: readonly ClassId[],
): Uint8Array {
  const rowOf = new Map(Array.from(truth.images, (id, row) => [id, row]))
  const columns = classes.map((id) => truth.classes.indexOf(id))
  const known = new Uint8Array(images.length * classes.length)
  for (let i = 0; i < images.length; i++) {
    const row = rowOf.get(images[i] ?? 0)
    if (row === undefined) continue
    columns.forEach((column, c) => {
      if (column < 0) return
      known[i * classes.length + c] = truth.states[row * truth.classes.length + column] ?? 0
    })
  }
  return known
}

/**
 * What a finished run scored, with what it learnt from; `classIds` are its columns.
 * @throws Failure NOT_FOUND when it has no result, CHECKPOINT_INVALID when its labels are gone.
 */
export async function scoredRun(
  project: Project,
  run: RunInfo,
  truth: LabelMatrix | null,
): Promise<Omit<ScoredRun, 'name' | 'column'> & { classIds: readonly ClassId[] }> {
  const directory = runDirectory(project.store.directory, run.id)
  const result = await readRunScores(directory)
  if (result === null) throw new Failure('NOT_FOUND', 'It has no result.')
  const { labels } = await readSnapshot(directory)
  const { images, classes, scores } = result
  return {
    logits: scores,
    labels,
    truth: truth && truthFor(truth, images, classes),
    classes: classes.length,
    classIds: classes,
  }
}

/**
 * The images on which a loss is measured: those of the validation part, else all, that have features.
 * @throws Failure NO_IMAGES
 */
export async function judgedImages(
  project: Project,
  inference: InferenceService,
  key: FeatureKey,
  classes: readonly ClassId[],
  truth: LabelMatrix,
  signal?: AbortSignal,
): Promise<Judged & { isValidation: boolean }> {
  const shape = await inference.shape(key)
  const cache = await FeatureCache.open(projectPaths(project.store.directory).features, shape)
  try {
    const known = (await project.store.images.all()).filter(({ id }) => cache.pooled.has(id))
    const validation = known.filter(({ split }) => split === 'validation')
    const isValidation = validation.length > 0
    const ids = evenly(isValidation ? validation : known, MOST_JUDGED).map(({ id }) => id)
    if (ids.length === 0) throw new Failure('NO_IMAGES', 'The features of its pictures are gone.')
    const features = await cache.pooled.read(ids, undefined, signal)
    const width = cache.pooled.rowLength
    return { features, width, truth: truthFor(truth, ids, classes), isValidation }
  } finally {
    await cache.close()
  }
}

/** At most so many, spread over all of them. */
function evenly<T extends { id: ImageId }>(images: readonly T[], most: number): T[] {
  if (images.length <= most) return [...images]
  return images.filter(
    (_, i) =>
      Math.floor((i * most) / images.length) !== Math.floor(((i - 1) * most) / images.length),
  )
}
