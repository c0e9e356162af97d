import { isDeepStrictEqual } from 'node:util'
import { Failure } from '../contract/failures'
import type { Recipe, RecipeChoice, TrainingPlan } from '../contract/training'
import { findMethod } from '../spml/methods'
import { RECOMMENDED_SENTENCE, recommendedRecipe } from '../spml/recommended-recipe'
import type { Project } from './project'

/** Images a second that features take where nothing has been measured yet. */
const USUAL_FEATURE_RATE = 100
/** Seconds that a run takes for each image and epoch, where nothing has been measured yet. */
const USUAL_SECONDS_PER_STEP = 1 / 20_000

export interface Plan extends Omit<TrainingPlan, 'obstacles'> {
  readonly obstacles: Failure[]
}

/** What a training of this project would be: its recipe, how long, and what stands in its way. */
export async function planTraining(project: Project, choice: RecipeChoice): Promise<Plan> {
  const { images, seeded } = await project.store.summary()
  const recipe = completeRecipe(project, choice, images)
  const { title } = findMethod(recipe.method).info
  const seconds = await estimateSeconds(project, recipe, images)
  const what =
    `${title} on ${images.toLocaleString('en')} images, ${nameOf(recipe.backbone)} backbone, ` +
    `about ${Math.ceil(seconds)} s on this machine.`
  const sentence = isRecommended(recipe, images) ? `${what} ${RECOMMENDED_SENTENCE}` : what
  return {
    recipe,
    sentence,
    seconds,
    images,
    seeds: seeded,
    obstacles: await obstaclesOf(project, recipe, images, seeded),
  }
}

function completeRecipe(project: Project, choice: RecipeChoice, images: number): Recipe {
  const recommended = recommendedRecipe(images)
  const { backbone, side } = project.instant.key
  // A parameter belongs to its method: another method starts from its own defaults.
  const parameters =
    choice.method === undefined || choice.method === recommended.method
      ? recommended.parameters
      : {}
  const given = Object.fromEntries(
    Object.entries(choice).filter(([, value]) => value !== undefined),
  )
  return {
    ...recommended,
    ...{ backbone, resolution: side },
    ...given,
    parameters: { ...parameters, ...choice.parameters },
  }
}

/** Another backbone, seed or device leaves what a recipe does as it is. */
function isRecommended(recipe: Recipe, images: number): boolean {
  const { backbone, resolution, seed, device } = recipe
  const recommended = { ...recommendedRecipe(images), backbone, resolution, seed, device }
  return isDeepStrictEqual(recipe, recommended)
}

async function estimateSeconds(project: Project, recipe: Recipe, images: number): Promise<number> {
  const same = (await project.store.runs.list()).find(
    ({ state, recipe: done }) =>
      state === 'done' && done.method === recipe.method && done.head === recipe.head,
  )
  const perStep =
    same?.metrics && same.images > 0
      ? same.metrics.trainSeconds / (same.images * Math.max(1, same.epochs.length))
      : USUAL_SECONDS_PER_STEP
  const known = project.instant.serves({ backbone: recipe.backbone, side: recipe.resolution })
  const missing = images - (known ? project.instant.featureCount : 0)
  return images * recipe.epochs * perStep + missing / USUAL_FEATURE_RATE
}

async function obstaclesOf(
  project: Project,
  recipe: Recipe,
  images: number,
  seeded: number,
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
  const { needs, title } = findMethod(recipe.method).info
  if (needs.includes('truth') && !(await project.store.info()).hasTruth) {
    add('PARAMETER_INVALID', `${title} needs the hidden truth, which only simulations know.`, {
      advice: 'Choose another method.',
    })
  }
  return obstacles
}

/** `mini`, or the folder of a model that was given by its path. */
function nameOf(backbone: string): string {
  const parts = backbone.split(/[\\/]/).filter((part) => part && part !== 'model.onnx')
  return (parts.at(-1) ?? backbone).replace(/\.onnx$/, '')
}
