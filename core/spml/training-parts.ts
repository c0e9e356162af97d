import type { Recipe } from '../contract/training'
import { wasmMatMul } from '../tensor/mat-mul'
import type { TrainableBackbone } from './backbones/make-backbone'
import { chunks } from './batches'
import { breathe } from './breathe'
import type { Plan } from './check-input'
import type { Companion } from './companions/companion'
import { makeCompanion } from './companions/make-companion'
import { pooledSource } from './feature-source'
import { fineTuningOf } from './fine-tuning'
import { makeNetwork } from './heads/make-network'
import type { NetworkSpec } from './heads/make-network'
import { maskedLogits } from './heads/masked-logits'
import type { Batch, LinearWeights } from './heads/network'
import type { LabelLayer } from './label-layer'
import { PRESENT, UNKNOWN } from './method'
import type { LabelRows, Method, Parameters } from './method'
import { Model } from './model'
import { newtonStart } from './newton-start'
import type { StartBatch } from './newton-start'
import { measureScaling } from './standardise'
import type { TrainInput } from './train-input'
import type { TrainingViews } from './training-views'

/** Seeds of the network and of its companion have nothing to do with each other. */
const COMPANION_SALT = 0x27d4eb2f
/** Images that a closed-form start looks at between two breaths. */
const START_BATCH = 512

/** What a training is made of, whatever its method. */
export type Setup = {
  input: TrainInput
  recipe: Recipe
  method: Method
  parameters: Parameters
  plan: Plan
  views: TrainingViews
  labels: LabelLayer
  /** Rows that teach. */
  training: Uint32Array
  stepsPerEpoch: number
}

/** The network that the recipe and the method ask for, with its optimiser, and a backbone that is trained. */
export function modelOf(setup: Setup): { model: Model; backbone: TrainableBackbone | null } {
  const { input, recipe, method, plan, views, stepsPerEpoch } = setup
  const head: NetworkSpec = {
    ...{ head: recipe.head, boost: plan.boost, classes: input.classes, seed: recipe.seed },
    width: views.scaling.mean.length,
    ...(method.network && { top: method.network }),
  }
  const optimiser = {
    learningRate: recipe.learningRate,
    weightDecay: recipe.weightDecay,
    schedule: recipe.schedule ?? 'constant',
    steps: stepsPerEpoch * recipe.epochs,
    average: recipe.average ?? method.training?.averageDecay ?? 0,
  } as const
  if (recipe.trains !== 'all') {
    return { model: new Model(makeNetwork(head), optimiser), backbone: null }
  }
  const images = recipe.batch * (asksStrong(method) ? 2 : 1)
  const { scaling } = views
  const { network, backbone, parts } = fineTuningOf({ input, recipe, head, scaling, images })
  return { model: new Model(network, optimiser, parts), backbone }
}

export function asksStrong({ outputs = [] }: Method): boolean {
  return outputs.includes('strong') || outputs.includes('strongEmbedding')
}

export function asksSegments({ info }: Pick<Method, 'info'>): boolean {
  return info.needs.includes('segments')
}

/** What the method trains beside the head; null for most methods. */
export function companionOf({ input, recipe, method, views, labels }: Setup): Companion | null {
  if (method.companion === undefined) return null
  // Companions look at what the backbone said at first: their vectors must not move below them.
  const width = views.scaling.mean.length
  const scaling =
    recipe.trains === 'all'
      ? measureScaling(input.features, input.features.length / input.images, width)
      : views.scaling
  const pooled = pooledSource(input.features, input.images, scaling)
  return makeCompanion(method.companion, {
    images: input.images,
    classes: input.classes,
    states: labels.states,
    vectors: (rows) => pooled.readNow(rows).data,
    width,
    learningRate: recipe.learningRate * (method.training?.estimateRate ?? 1),
    seed: (recipe.seed ^ COMPANION_SALT) >>> 0,
  })
}

/** Weights where one closed-form step leads. */
export function closedFormStart(setup: Setup, signal: AbortSignal): Promise<LinearWeights> {
  const { input, views, training, labels, method } = setup
  const pooled = pooledSource(input.features, input.images, views.scaling)
  const batches = function* (): Generator<StartBatch> {
    for (const rows of chunks(training, START_BATCH)) {
      const targets = positivesOf(method, labels.rows(rows))
      yield { vectors: pooled.readNow(rows).data, targets }
    }
  }
  const width = views.scaling.mean.length
  return newtonStart(batches(), width, input.classes, wasmMatMul, () => breathe(signal))
}

/** Logits of the pictures with everything outside of the observed class's region hidden, for who asks. */
export function maskedOf(
  { input, method, parameters, plan, views }: Setup,
  model: Model,
  plain: Batch,
  { state }: LabelRows,
): { masked?: Float32Array } {
  if (method.outputs?.includes('masked') !== true) return {}
  const { classes } = input
  const shown = model.evidence(plain)
  const hidden = views.emptyMap && model.evidence(views.emptyMap)
  if (shown === null || hidden === null) throw new Error('The head cannot say where it looks.')
  const observed = Array.from({ length: state.length / classes }, (_, i) =>
    onlyPresent(state.subarray(i * classes, (i + 1) * classes)),
  )
  const threshold = parameters['gammaCam'] ?? 0
  const { boost } = plan
  return { masked: maskedLogits({ shown, hidden, classes, observed, threshold, boost }) }
}

/** Labels that the method takes for present at the outset [B * C]. */
function positivesOf(method: Method, { state, truth }: LabelRows): Float32Array {
  return Float32Array.from(state, (label, i) =>
    label === PRESENT || (method.startsFromTruth && label === UNKNOWN && truth?.[i] === 1) ? 1 : 0,
  )
}

/** The present class of an image that has exactly one, else -1. */
function onlyPresent(states: Int8Array): number {
  const first = states.indexOf(PRESENT)
  return states.indexOf(PRESENT, first + 1) === -1 ? first : -1
}
