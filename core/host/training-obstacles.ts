import { access } from 'node:fs/promises'
import type { DeviceInfo } from '../contract/compute-devices'
import { Failure } from '../contract/failures'
import type { Recipe } from '../contract/training'
import { findMethodInfo } from '../spml/catalogue'
import { cannotTrainAll } from './cannot-train-all'
import type { Project } from './project'
import { asksSegments, countCut } from './segments/run-segments'
import { teacherFile, teachingRun } from './teacher-scores'
import { firstBackbone } from './training-backbone'

/** Why this training cannot start now, each with what to do about it. */
export async function obstaclesOf(
  project: Project,
  recipe: Recipe,
  { images, seeded }: { images: number; seeded: number },
): Promise<Failure[]> {
  const obstacles: Failure[] = []
  const add = (...args: ConstructorParameters<typeof Failure>) => {
    obstacles.push(new Failure(...args))
  }
  if (images === 0) {
    add('NO_IMAGES', 'The project has no picture yet.', {
      advice: 'Wait until the folder is read, or choose another one.',
    })
  }
  if (project.labels.classes.length === 0) {
    add('NO_CLASSES', 'There are no classes yet.', { advice: 'Add one in Label.' })
  }
  if (seeded === 0) {
    add('NO_SEEDS', 'No picture has a label yet.', { advice: 'Give some pictures a label first.' })
  }
  const { hasTruth } = await project.store.info()
  return [
    ...obstacles,
    ...needsOf(recipe, hasTruth),
    ...(await missingTeacher(project, recipe)),
    ...(await missingSegments(project, recipe)),
    ...(await missingBackbone(project, recipe)),
  ]
}

/** What the method needs and this project, recipe or version does not have. */
function needsOf(recipe: Recipe, hasTruth: boolean): Failure[] {
  const { needs, title } = findMethodInfo(recipe.method)
  const lacks = (what: string, advice: string) => [
    new Failure('PARAMETER_INVALID', `${title} needs ${what}.`, { advice }),
  ]
  if (needs.includes('truth') && !hasTruth)
    return lacks('the hidden truth, which only simulations know', 'Choose another method.')
  if (needs.includes('trainable-backbone') && recipe.trains !== 'all')
    return lacks('a backbone that is trained too', 'Train all of the network, not its head alone.')
  if (recipe.trains === 'all' && !findMethodInfo(recipe.method).inEpochs)
    return [
      new Failure('PARAMETER_INVALID', `${title} is solved for and cannot train a backbone.`, {
        advice: 'Choose another method, or train the head alone.',
      }),
    ]
  if (needs.includes('map-head') && recipe.head !== 'map')
    return lacks('a map head', 'Choose the map head.')
  return []
}

/** Pictures of which some are cut teach; the others count without their segments. */
async function missingSegments(project: Project, recipe: Recipe): Promise<Failure[]> {
  if (!asksSegments(recipe)) return []
  const { segmenter } = recipe
  if (segmenter !== undefined && (await countCut(project, segmenter)) > 0) return []
  const { title } = findMethodInfo(recipe.method)
  const by = segmenter === undefined ? '' : ` by ${segmenter}`
  return [
    new Failure('PARAMETER_INVALID', `${title} needs pictures that are cut into segments${by}.`, {
      advice: 'Cut them first: Segment > Everything, or singlet segment with --everything.',
    }),
  ]
}

async function missingTeacher({ store }: Project, recipe: Recipe): Promise<Failure[]> {
  const path = teacherFile(recipe)
  if (path === null) return []
  const run = teachingRun(path)
  if (run) {
    const { state } = await store.runs.get(run)
    if (state === 'done') return []
    return [
      new Failure('TEACHER_INVALID', `${run} is ${state}: it has no result that could teach.`, {
        advice: 'Choose a run that is done, or a file of scores.',
      }),
    ]
  }
  return access(path).then(
    () => [],
    () => [
      new Failure('TEACHER_INVALID', `The file of scores ${path} is not there.`, {
        advice: 'Choose another one, or let the run be its own teacher.',
        path,
      }),
    ],
  )
}

/** MODEL_MISSING or MODEL_INVALID, before a run is made of it. */
async function missingBackbone(project: Project, recipe: Recipe): Promise<Failure[]> {
  try {
    const { key, made } = await firstBackbone(project, recipe)
    if (made === null) await project.tools.inference.shape(key)
    return []
  } catch (error) {
    if (error instanceof Failure) return [error]
    throw error
  }
}

/** Why this recipe cannot train a backbone on the devices that there are. */
export function withoutDevice(recipe: Recipe, devices: readonly DeviceInfo[]): Failure[] {
  if (recipe.trains !== 'all') return []
  const wanted = devices.find(({ id, chosen }) =>
    recipe.device === 'auto' ? chosen : id === recipe.device,
  )
  if (wanted === undefined || wanted.trainsAll) return []
  const better = devices.find(({ usable, trainsAll, software }) => usable && trainsAll && !software)
  return [cannotTrainAll(wanted, better?.id === 'cpu' ? undefined : better)]
}
