import { isDeepStrictEqual } from 'node:util'
import type { Failure } from '../contract/failures'
import type { Recipe, RecipeChoice, TrainingPlan } from '../contract/training'
import { findMethodInfo } from '../spml/catalogue'
import { RECOMMENDED_SENTENCE, recommendedRecipe, usualRecipe } from '../spml/recommended-recipe'
import { featureCost } from './feature-cost'
import type { Project } from './project'
import { viewsOfRun } from './run-views'
import { obstaclesOf } from './training-obstacles'

const noCost = { seconds: 0, mapBytes: 0 }
/** Maps from this size on are worth a word before they are kept. */
const LARGE_BYTES = 1e9
/** Seconds that a run takes for each image and epoch, where nothing has been measured yet. */
const USUAL_SECONDS_PER_STEP = 1 / 20_000
/** The same of a method that is solved for. */
const USUAL_SECONDS_SOLVED = 1 / 300

export interface Plan extends Omit<TrainingPlan, 'obstacles'> {
  readonly obstacles: Failure[]
}

/** What a training of this project would be: its recipe, how long, and what stands in its way. */
export async function planTraining(project: Project, choice: RecipeChoice): Promise<Plan> {
  const { images, seeded } = await project.store.summary()
  const recipe = completeRecipe(project, choice, images)
  const obstacles = await obstaclesOf(project, recipe, { images, seeded })
  const features =
    obstacles.length > 0 ? noCost : await featureCost(project, recipe, viewsOfRun(recipe))
  const seconds = features.seconds + (await estimateSeconds(project, recipe, images))
  const { title } = findMethodInfo(recipe.method)
  const sentences = [
    `${title} on ${images.toLocaleString('en')} images, ${nameOf(recipe.backbone)} backbone, ` +
      `about ${Math.ceil(seconds)} s on this machine.`,
  ]
  if (features.mapBytes > LARGE_BYTES)
    sentences.push(`It keeps ${(features.mapBytes / 1e9).toFixed(1)} GB of feature maps.`)
  if (isRecommended(recipe, images)) sentences.push(RECOMMENDED_SENTENCE)
  return { recipe, sentence: sentences.join(' '), seconds, images, seeds: seeded, obstacles }
}

function completeRecipe(project: Project, choice: RecipeChoice, images: number): Recipe {
  const usual = choice.method ? usualRecipe(choice.method, images) : recommendedRecipe(images)
  const { backbone, side } = project.instant.key
  const given = Object.fromEntries(
    Object.entries(choice).filter(([, value]) => value !== undefined),
  )
  return {
    ...usual,
    ...{ backbone, resolution: side },
    ...needed(usual.method),
    ...given,
    parameters: { ...usual.parameters, ...choice.parameters },
  }
}

/** What a method cannot do without, where nothing else is chosen. */
function needed(method: string): Partial<Pick<Recipe, 'head' | 'teacher'>> {
  const { needs } = findMethodInfo(method)
  return {
    ...(needs.includes('map-head') && { head: 'map' }),
    ...(needs.includes('teacher') && { teacher: 'self' }),
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
  const usual = findMethodInfo(recipe.method).inEpochs
    ? USUAL_SECONDS_PER_STEP
    : USUAL_SECONDS_SOLVED
  const perStep =
    same?.metrics && same.images > 0
      ? same.metrics.trainSeconds / (same.images * Math.max(1, same.epochs.length))
      : usual
  return images * recipe.epochs * perStep
}

/** `mini`, or the folder of a model that was given by its path. */
function nameOf(backbone: string): string {
  const parts = backbone.split(/[\\/]/).filter((part) => part && part !== 'model.onnx')
  return (parts.at(-1) ?? backbone).replace(/\.onnx$/, '')
}
