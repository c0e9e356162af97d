import { access } from 'node:fs/promises'
import { Failure } from '../contract/failures'
import type { Recipe } from '../contract/training'
import { findMethodInfo } from '../spml/catalogue'
import type { Project } from './project'
import { teacherFile } from './teacher-scores'

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
    ...(await missingTeacher(recipe)),
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
  if (needs.includes('trainable-backbone'))
    return lacks(
      'a backbone that is trained too, which cannot be done yet',
      'Choose another method.',
    )
  if (needs.includes('map-head') && recipe.head !== 'map')
    return lacks('a map head', 'Choose the map head.')
  return []
}

async function missingTeacher(recipe: Recipe): Promise<Failure[]> {
  const path = teacherFile(recipe)
  if (path === null) return []
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
function missingBackbone({ tools }: Project, recipe: Recipe): Promise<Failure[]> {
  const key = { backbone: recipe.backbone, side: recipe.resolution }
  return tools.inference.shape(key).then(
    () => [],
    (error: unknown) => {
      if (error instanceof Failure) return [error]
      throw error
    },
  )
}
