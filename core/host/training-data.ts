import { Failure } from '../contract/failures'
import type { ImageId } from '../contract/ids'
import { type CacheShape, FeatureCache } from '../features/feature-cache'
import type { RowStore } from '../features/row-store'
import type { Project } from './project'
import type { RunSnapshot } from './run-files'
import type { RunViews } from './run-views'
import { teacherScores } from './teacher-scores'
import type { ImagePart, TrainOrder } from './workers/training-calls'

type TrainingData = Pick<TrainOrder, 'training' | 'validation' | 'labels' | 'classes' | 'teacher'>

/** Where the features of a run lie, and which of them it reads. */
export interface RunFeatures {
  readonly directory: string
  readonly shape: CacheShape
  readonly wanted: RunViews
}

/**
 * What a run learns from: the labels as they are now, of the training images that have features, and what
 * its teacher says of them, when that is a file. Throws TEACHER_INVALID.
 */
export async function takeSnapshot(
  project: Project,
  features: RunFeatures,
  teacher: string | null,
  signal: AbortSignal,
): Promise<RunSnapshot> {
  const { labels: table } = project
  const images = await imagesWithFeatures(project, features, 'train')
  if (images.length === 0) throw new Failure('NO_IMAGES', 'There is no image to train on.')
  const width = table.classes.length
  const labels = new Int8Array(images.length * width)
  images.forEach((id, i) => {
    const start = table.imageIndex(id) * width
    if (start >= 0) labels.set(table.states.subarray(start, start + width), i * width)
  })
  const { classes } = table
  const scores = teacher && (await teacherScores(project, teacher, { images, classes }, signal))
  return { images: Int32Array.from(images), labels, classes, teacher: scores || null }
}

/** A snapshot with what else the trainer may know: the truth, where the project has it. */
export async function trainingData(
  project: Project,
  { images, labels, classes, teacher }: RunSnapshot,
  features: RunFeatures,
): Promise<TrainingData> {
  const { hasTruth } = await project.store.info()
  const judged = hasTruth ? await imagesWithFeatures(project, features, 'validation') : []
  const truth = hasTruth ? await project.store.truth.matrix() : null
  const rowOf = new Map(Array.from(truth?.images ?? [], (id, row) => [id, row]))
  const columns = classes.map((id) => truth?.classes.indexOf(id) ?? -1)
  const part = (ids: Int32Array): ImagePart => {
    if (!truth) return { ids, truth: null }
    const known = new Uint8Array(ids.length * classes.length)
    ids.forEach((id, i) => {
      const start = (rowOf.get(id) ?? -1) * truth.classes.length
      columns.forEach((column, c) => {
        known[i * classes.length + c] = truth.states[start + column] ?? 0
      })
    })
    return { ids, truth: known }
  }
  const validation = part(Int32Array.from(judged))
  return { training: part(images), validation, labels, classes, teacher }
}

/** Images of a part that have all that is wanted; a broken picture has nothing. */
async function imagesWithFeatures(
  { store }: Project,
  { directory, shape, wanted }: RunFeatures,
  split: 'train' | 'validation',
): Promise<ImageId[]> {
  const cache = await FeatureCache.open(directory, shape)
  try {
    const stores: RowStore[] = []
    const needed = (views: RunViews['views']) =>
      views.filter((view) => split === 'train' || view === 'plain')
    for (const view of needed(wanted.views)) stores.push(await cache.rows(view))
    for (const view of needed(wanted.maps)) stores.push(await cache.maps(view))
    if (wanted.cells) stores.push(await cache.cells())
    const images = await store.images.all()
    return images
      .filter((image) => image.split === split && stores.every((one) => one.has(image.id)))
      .map(({ id }) => id)
  } finally {
    await cache.close()
  }
}
