import { isDeepStrictEqual } from 'node:util'
import type { Failure } from '../contract/failures'
import { runId } from '../contract/ids'
import type { MethodInfo, Recipe, RecipeChoice, TrainingPlan } from '../contract/training'
import { findMethodInfo } from '../spml/catalogue'
import {
  RECOMMENDED_SENTENCE,
  recommendedRecipe,
  usualRecipe,
  usualTuning,
} from '../spml/recommended-recipe'
import { featureCost } from './feature-cost'
import type { Project } from './project'
import { viewsOfRun } from './run-views'
import { runDirectory, tunedBackbone } from './run-files'
import { asksSegments, countCut, withSegmenter } from './segments/run-segments'
import { firstBackbone, isFromRandom } from './training-backbone'
import { obstaclesOf } from './training-obstacles'

const noCost = { seconds: 0, mapBytes: 0 }
/** Pictures a second, where nothing has been measured. */
const USUAL_FEATURE_RATE = 30
/** Maps from this size on are worth a word before they are kept. */
const LARGE_BYTES = 1e9
/** Seconds that a run takes for each image and epoch, where nothing has been measured yet. */
const USUAL_SECONDS_PER_STEP = 1 / 20_000
/** The same of a method that is solved for. */
const USUAL_SECONDS_SOLVED = 1 / 300
/** The same of a backbone that is trained, at 224 pixels. */
const USUAL_SECONDS_TUNED = 0.4

export interface Plan extends Omit<TrainingPlan, 'obstacles'> {
  readonly obstacles: Failure[]
}

/** What a training of this project would be: its recipe, how long, and what stands in its way. */
export async function planTraining(project: Project, choice: RecipeChoice): Promise<Plan> {
  const { images, seeded } = await project.store.summary()
  const recipe = await withSegmenter(project, completeRecipe(project, choice, images))
  const obstacles = await obstaclesOf(project, recipe, { images, seeded })
  const features = obstacles.length > 0 ? noCost : await costOfFeatures(project, recipe)
  const seconds = features.seconds + (await estimateSeconds(project, recipe, images))
  const { title } = findMethodInfo(recipe.method)
  const sentences = [
    `${title} on ${images.toLocaleString('en')} images, ${nameOf(recipe.backbone)} backbone` +
      `${howTrained(recipe)}, about ${inWords(seconds)} on this machine.`,
  ]
  sentences.push(...(await segmentsIn(project, recipe, images)))
  if (features.mapBytes > LARGE_BYTES)
    sentences.push(`It keeps ${(features.mapBytes / 1e9).toFixed(1)} GB of feature maps.`)
  if (isRecommended(recipe, images)) sentences.push(RECOMMENDED_SENTENCE)
  return { recipe, sentence: sentences.join(' '), seconds, images, seeds: seeded, obstacles }
}

/** What is to be known of a run that segments teach, where not every picture is cut. */
async function segmentsIn(project: Project, recipe: Recipe, images: number): Promise<string[]> {
  if (recipe.segmenter === undefined) return []
  const cut = await countCut(project, recipe.segmenter)
  if (cut === 0 || cut >= images) return []
  const [some, all] = [cut, images].map((count) => count.toLocaleString('en'))
  return [`${some} of ${all} images are cut into segments; the others teach without them.`]
}

/** A backbone that is not made yet cannot say how large its features are; each picture is looked at once. */
async function costOfFeatures(project: Project, recipe: Recipe) {
  const { key, made } = await firstBackbone(project, recipe)
  if (made) return { ...noCost, seconds: project.labels.images.length / USUAL_FEATURE_RATE }
  return featureCost(project, { ...recipe, backbone: key.backbone }, viewsOfRun(recipe))
}

function completeRecipe(project: Project, choice: RecipeChoice, images: number): Recipe {
  const { backbone: usualBackbone, side } = project.instant.key
  const given = Object.fromEntries(
    Object.entries(choice).filter(([, value]) => value !== undefined),
  )
  const backbone = backboneOf(project, choice.backbone ?? usualBackbone)
  const tuning = choice.trains === 'all' ? usualTuning(choice.method, isFromRandom(backbone)) : {}
  const method = choice.method ?? tuning.method
  const usual = method ? usualRecipe(method, images) : recommendedRecipe(images)
  return {
    ...usual,
    resolution: side,
    ...needed(usual.method),
    ...tuning,
    ...(asksSegments(usual) && tuning.augment === 'crop' && { augment: 'flip' as const }),
    ...given,
    backbone,
    parameters: { ...usual.parameters, ...choice.parameters },
  }
}

/** A run may be named in the place of the backbone that it trained. */
function backboneOf(project: Project, name: string): string {
  if (!/^run-\d+$/.test(name)) return name
  return tunedBackbone(runDirectory(project.store.directory, runId.parse(name)))
}

/** What a method cannot do without, where nothing else is chosen. */
function needed(method: string): Partial<Pick<Recipe, 'head' | 'teacher'>> {
  const { needs } = findMethodInfo(method)
  return {
    ...(needs.includes('map-head') && { head: 'map' }),
    ...(needs.includes('teacher') && { teacher: 'self' }),
  }
}

function howTrained({ trains, backbone }: Recipe): string {
  if (trains !== 'all') return ''
  return isFromRandom(backbone) ? ' trained from random weights' : ' trained too'
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
      state === 'done' &&
      done.method === recipe.method &&
      done.head === recipe.head &&
      done.trains === recipe.trains &&
      (recipe.trains !== 'all' || isAsLarge(done, recipe)),
  )
  const usual =
    recipe.trains === 'all' ? secondsOfPixels(recipe) : usualSeconds(findMethodInfo(recipe.method))
  const perStep =
    same?.metrics && same.images > 0
      ? same.metrics.trainSeconds / (same.images * Math.max(1, same.epochs.length))
      : usual
  return images * recipe.epochs * perStep
}

/** Whether two trainings of backbones take about as long for a picture. */
function isAsLarge(one: Recipe, other: Recipe): boolean {
  return one.backbone === other.backbone && one.resolution === other.resolution
}

function usualSeconds({ inEpochs }: MethodInfo): number {
  return inEpochs ? USUAL_SECONDS_PER_STEP : USUAL_SECONDS_SOLVED
}

/** For a picture and epoch of a ResNet-50 on a processor; a card takes a fiftieth of it. */
function secondsOfPixels({ resolution }: Recipe): number {
  return USUAL_SECONDS_TUNED * (resolution / 224) ** 2
}

/** `40 s`, `12 min`, `4 h 30 min`. */
function inWords(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 100) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** `mini`, or the folder of a model that was given by its path. */
function nameOf(backbone: string): string {
  const parts = backbone.split(/[\\/]/).filter((part) => part && part !== 'model.onnx')
  return (parts.at(-1) ?? backbone).replace(/\.onnx$/, '')
}
