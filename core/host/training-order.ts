import type { DeviceId } from '../contract/compute-devices'
import type { Recipe } from '../contract/training'
import { projectPaths } from '../store/files'
import type { Project } from './project'
import type { RunSnapshot } from './run-files'
import { viewsOfRun } from './run-views'
import { segmentsOfRun } from './segments/run-segments'
import { teacherFile } from './teacher-scores'
import { firstKey, trainableSource } from './training-backbone'
import { takeSnapshot, trainingData } from './training-data'
import type { RunFeatures } from './training-data'
import type { ImagePart, TrainOrder } from './workers/training-calls'

/** What a run reads of a project's features. */
async function featuresOfRun(project: Project, recipe: Recipe): Promise<RunFeatures> {
  const directory = projectPaths(project.store.directory).features
  const shape = await project.tools.inference.shape(await firstKey(project, recipe))
  return { directory, shape, wanted: viewsOfRun(recipe) }
}

/** What a new run of this project learns from. Throws NO_IMAGES, TEACHER_INVALID. */
export async function newSnapshot(
  project: Project,
  recipe: Recipe,
  signal: AbortSignal,
): Promise<RunSnapshot> {
  return takeSnapshot(project, await featuresOfRun(project, recipe), teacherFile(recipe), signal)
}

/** All that the training worker needs for a run; its features must have been computed. */
export async function orderOf(
  project: Project,
  recipe: Recipe,
  snapshot: RunSnapshot,
  { directory, ...how }: { directory: string; resume: boolean; device: DeviceId },
): Promise<TrainOrder> {
  const features = await featuresOfRun(project, recipe)
  const { shape, wanted } = features
  const data = await trainingData(project, snapshot, features)
  const { inference } = project.tools
  return {
    ...data,
    ...{ recipe, ...how, shape, wanted, runDirectory: directory },
    emptyMap: wanted.emptyMap ? await inference.empty(await firstKey(project, recipe)) : null,
    featuresDirectory: features.directory,
    segments: await segmentsOfRun(project, recipe, snapshot.images),
    tuning: recipe.trains === 'all' ? await tuningOf(project, recipe, data) : null,
  }
}

async function tuningOf(
  { store, imageRoot: root }: Project,
  recipe: Recipe,
  { training, validation }: Pick<TrainOrder, 'training' | 'validation'>,
): Promise<NonNullable<TrainOrder['tuning']>> {
  const places = new Map<number, string>(
    (await store.images.all()).map(({ id, path }) => [id, path]),
  )
  const paths = ({ ids }: ImagePart) => Array.from(ids, (id) => places.get(id) ?? '')
  const files = { root, training: paths(training), validation: paths(validation) }
  return { source: await trainableSource(recipe.backbone), files }
}
