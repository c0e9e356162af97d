import { Failure } from '../contract/failures'
import type { ImageId } from '../contract/ids'
import { type CacheShape, FeatureCache } from '../features/feature-cache'
import type { Project } from './project'
import type { RunSnapshot } from './run-files'
import type { ImagePart, TrainOrder } from './workers/training-calls'

type TrainingData = Pick<TrainOrder, 'training' | 'validation' | 'labels' | 'classes'>

/** What a run learns from: the labels as they are now, of the training images that have features. */
export async function takeSnapshot(
  project: Project,
  featuresDirectory: string,
  shape: CacheShape,
): Promise<RunSnapshot> {
  const { labels: table } = project
  const images = await imagesWithFeatures(project, featuresDirectory, shape, 'train')
  if (images.length === 0) throw new Failure('NO_IMAGES', 'There is no image to train on.')
  const width = table.classes.length
  const labels = new Int8Array(images.length * width)
  images.forEach((id, i) => {
    const start = table.imageIndex(id) * width
    if (start >= 0) labels.set(table.states.subarray(start, start + width), i * width)
  })
  return { images: Int32Array.from(images), labels, classes: table.classes }
}

/** A snapshot with what else the trainer may know: the truth, where the project has it. */
export async function trainingData(
  project: Project,
  { images, labels, classes }: RunSnapshot,
  featuresDirectory: string,
  shape: CacheShape,
): Promise<TrainingData> {
  const { hasTruth } = await project.store.info()
  const judged = hasTruth
    ? await imagesWithFeatures(project, featuresDirectory, shape, 'validation')
    : []
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
  return { training: part(images), validation: part(Int32Array.from(judged)), labels, classes }
}

async function imagesWithFeatures(
  { store }: Project,
  featuresDirectory: string,
  shape: CacheShape,
  split: 'train' | 'validation',
): Promise<ImageId[]> {
  const cache = await FeatureCache.open(featuresDirectory, shape)
  await cache.close()
  const images = await store.images.all()
  return images
    .filter((image) => image.split === split && cache.pooled.has(image.id))
    .map(({ id }) => id)
}
