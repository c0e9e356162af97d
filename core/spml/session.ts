import { Failure } from '../contract/failures'
import type { EpochRecord, Recipe } from '../contract/training'
import { meanAveragePrecision } from '../kernel/metrics'
import { joinArrays, readBelow } from '../tensor/named-arrays'
import type { NamedArrays } from '../tensor/named-arrays'
import { wasmMatMul } from '../tensor/mat-mul'
import { analyseEpoch } from './analyses/epoch'
import { chunks, gatherRows } from './batches'
import { breathe } from './breathe'
import type { Plan } from './check-input'
import type { SavedTraining, TrainingState } from './checkpoint'
import type { Companion } from './companions/companion'
import { makeCompanion } from './companions/make-companion'
import { pooledSource } from './feature-source'
import type { FeatureSource, PooledSource } from './feature-source'
import { agreement, divideImages } from './held-out'
import type { Division } from './held-out'
import { makeNetwork } from './heads/make-network'
import { maskedLogits } from './heads/masked-logits'
import type { Batch, LinearWeights } from './heads/network'
import { LabelLayer } from './label-layer'
import { PRESENT, UNKNOWN } from './method'
import type { LabelRows, Method, MethodState, MethodStep, Moment, Parameters } from './method'
import { Model } from './model'
import { newtonStart } from './newton-start'
import type { StartBatch } from './newton-start'
import { Teacher } from './teacher'
import type { TrainInput } from './train-input'
import { trainingViews } from './training-views'
import type { TrainingViews } from './training-views'

/** Numbers of features that are scored at once outside of training, 64 MB of them. */
const SCORED_NUMBERS = 2 ** 24
const LARGEST_SCORING_BATCH = 512

/** Seeds of the network and of its companion have nothing to do with each other. */
const COMPANION_SALT = 0x27d4eb2f

/** One training between two events: model, labels, what is best so far. Holds tensors until `dispose`. */
export class TrainingSession {
  readonly division: Division
  readonly epochs: EpochRecord[] = []
  readonly views: TrainingViews
  readonly labels: LabelLayer
  readonly stepsPerEpoch: number
  best: { epoch: number; weights: NamedArrays } = { epoch: 0, weights: {} }
  private readonly input: TrainInput
  private readonly recipe: Recipe
  private readonly method: Method
  private readonly parameters: Parameters
  private readonly plan: Plan
  private readonly model: Model
  private readonly companion: Companion | null
  private readonly teacher: Teacher | null
  private state: MethodState
  private loss = { sum: 0, images: 0 }

  constructor(
    input: TrainInput,
    recipe: Recipe,
    method: Method,
    parameters: Parameters,
    plan: Plan,
  ) {
    this.input = input
    this.recipe = recipe
    this.method = method
    this.parameters = parameters
    this.plan = plan
    const { images, classes } = input
    const { needs } = method.info
    this.views = trainingViews(input, recipe, plan.readsMaps)
    this.division = divideImages(input.labels, classes, recipe.seed)
    this.stepsPerEpoch = Math.ceil(this.division.training.length / recipe.batch)
    this.labels = new LabelLayer(input, (needs.includes('truth') && input.truth) || null)
    this.teacher = needs.includes('teacher') ? new Teacher(input) : null
    const { states } = this.labels
    this.state = method.begin?.({ classes, images, parameters, states }) ?? {}
    this.model = this.makeModel()
    this.companion = method.companion ? this.makeCompanion(method.companion) : null
  }

  /** Puts the model where one closed-form step leads, where its head has a place for that. */
  async startFromClosedForm(signal: AbortSignal): Promise<void> {
    if (!this.model.startsFromWeights) return
    const { input, views } = this
    const pooled = pooledSource(input.features, input.images, views.scaling)
    const start = await newtonStart(
      this.startBatches(pooled),
      views.scaling.mean.length,
      input.classes,
      wasmMatMul,
      () => breathe(signal),
    )
    this.model.start(start)
  }

  /** Forgets what only belongs to the epoch before. */
  beginEpoch(): void {
    this.loss = { sum: 0, images: 0 }
    this.labels.marked.fill(0)
  }

  /**
   * One optimiser step on the images `rows`, number `number` of its epoch; returns the mean loss of the
   * epoch so far.
   * @throws Failure DIVERGED when an output or the loss is no longer a number.
   */
  async step(rows: Uint32Array, epoch: number, number: number): Promise<number> {
    const { views, model, recipe } = this
    const moment = this.moment(epoch, number)
    const labels = { ...this.labels.rows(rows), ...this.teacher?.rows(rows) }
    const plain = await views.weak(epoch).read(rows)
    const strong = this.asksStrong ? await views.strong?.(epoch).read(rows) : undefined
    const batch = { rows, labels, step: moment.step }
    const others = { ...this.companion?.outputs(batch), ...this.masked(plain, labels) }
    const results: MethodStep[] = []
    const loss = model.step(
      { plain, ...(strong && { strong }) },
      ({ logits = new Float32Array(0), ...network }) => {
        const outputs = { ...network, ...others, logits }
        if (!Object.values(outputs).every(isFinite)) throw diverged(epoch, number)
        const { parameters, state } = this
        const step = this.method.step({ outputs, labels, moment, parameters, state })
        results.push(step)
        return step
      },
      moment.step,
      recipe.seed,
    )
    const [step] = results
    if (step === undefined || !Number.isFinite(loss)) throw diverged(epoch, number)
    this.state = step.state
    this.labels.keep(rows, labels, step)
    this.companion?.learn(batch, step.grads)
    this.loss.sum += loss * rows.length
    this.loss.images += rows.length
    return this.loss.sum / this.loss.images
  }

  /**
   * Lets the method relabel, scores what judges the epoch, and remembers the weights if it is the best.
   * @throws Failure DIVERGED when a weight is no longer a number.
   */
  async endEpoch(epoch: number, seconds: number, signal: AbortSignal): Promise<EpochRecord> {
    const moment = this.moment(epoch, this.stepsPerEpoch)
    await this.checkWeights(moment)
    return this.model.withAverage(async () => {
      await this.relabel(moment, signal)
      const record = await this.judge(epoch, seconds, signal)
      const before = this.epochs[this.best.epoch - 1]?.agreement ?? null
      this.epochs.push(record)
      if (before === null || record.agreement === null || record.agreement > before) {
        this.best = { epoch, weights: await this.model.weights() }
      }
      return record
    })
  }

  /** Whether the recipe's patience is at its end. */
  get isOutOfPatience(): boolean {
    const { patience } = this.recipe
    return patience !== undefined && this.epochs.length - this.best.epoch >= patience
  }

  /** Logits [rows * C] with the weights of now. */
  score(rows: Uint32Array, signal: AbortSignal): Promise<Float32Array> {
    return this.scoreFrom(this.views.plain, rows, signal)
  }

  /** Logits of the validation images [V * C], or null when there are none. */
  scoreValidation(signal: AbortSignal): Promise<Float32Array> | null {
    const { validation } = this.views
    return validation && this.scoreFrom(validation, allRows(validation.images), signal)
  }

  /** From here on the model is that of the best epoch. */
  useBest(): void {
    const { weights } = this.best
    this.model.useWeights((name) => weights[name] ?? new Float32Array(0))
  }

  linear(): LinearWeights | null {
    return this.model.linear()
  }

  async snapshot(seconds: number): Promise<TrainingState> {
    const { epochs, best, labels } = this
    const arrays = joinArrays({
      model: await this.model.arrays(),
      best: best.weights,
      labels: { pseudo: labels.pseudo },
      state: { ...this.state },
      ...(this.companion && { companion: await this.companion.arrays() }),
      ...(this.teacher && { teacher: this.teacher.arrays() }),
    })
    return { epochs, bestEpoch: best.epoch, arrays, marked: labels.marked, seconds }
  }

  /** @throws Failure CHECKPOINT_INVALID when an array is missing or of another length. */
  restore({ epochs, bestEpoch, marked, read, below }: SavedTraining): void {
    const { labels, input, views } = this
    this.model.restore(readBelow('model', read))
    this.companion?.restore(readBelow('companion', read))
    const told = readBelow('teacher', read)
    this.teacher?.restore(told, epochs.length, input.images, views.tiles?.perImage ?? 0)
    labels.pseudo = read('labels/pseudo', labels.pseudo.length)
    labels.marked.set(marked)
    this.state = below('state')
    this.best = { epoch: bestEpoch, weights: below('best') }
    this.epochs.push(...epochs)
  }

  dispose(): void {
    this.model.dispose()
    this.companion?.dispose()
  }

  private makeModel(): Model {
    const { recipe, method, input, views, plan } = this
    const network = makeNetwork({
      ...{ head: recipe.head, boost: plan.boost, classes: input.classes, seed: recipe.seed },
      width: views.scaling.mean.length,
      ...(method.network && { top: method.network }),
    })
    return new Model(network, {
      learningRate: recipe.learningRate,
      weightDecay: recipe.weightDecay,
      schedule: recipe.schedule ?? 'constant',
      steps: this.stepsPerEpoch * recipe.epochs,
      average: recipe.average ?? method.training?.averageDecay ?? 0,
    })
  }

  private makeCompanion(kind: NonNullable<Method['companion']>): Companion {
    const { input, recipe, views, method } = this
    const pooled = pooledSource(input.features, input.images, views.scaling)
    return makeCompanion(kind, {
      images: input.images,
      classes: input.classes,
      states: this.labels.states,
      vectors: (rows) => pooled.read(rows).data,
      width: views.scaling.mean.length,
      learningRate: recipe.learningRate * (method.training?.estimateRate ?? 1),
      seed: (recipe.seed ^ COMPANION_SALT) >>> 0,
    })
  }

  private get asksStrong(): boolean {
    const { outputs = [] } = this.method
    return outputs.includes('strong') || outputs.includes('strongEmbedding')
  }

  /** Logits of the pictures with everything outside of the observed class's region hidden. */
  private masked(plain: Batch, { state }: LabelRows): { masked?: Float32Array } {
    if (this.method.outputs?.includes('masked') !== true) return {}
    const { classes } = this.input
    const { emptyMap } = this.views
    const shown = this.model.evidence(plain)
    const hidden = emptyMap && this.model.evidence(emptyMap)
    if (shown === null || hidden === null) throw new Error('The head cannot say where it looks.')
    const observed = chunksOf(state, classes).map((row) => onlyPresent(row))
    const threshold = this.parameters['gammaCam'] ?? 0
    const { boost } = this.plan
    return { masked: maskedLogits({ shown, hidden, classes, observed, threshold, boost }) }
  }

  private *startBatches(pooled: PooledSource): Generator<StartBatch> {
    for (const rows of chunks(this.division.training, LARGEST_SCORING_BATCH)) {
      const targets = positivesOf(this.method, this.labels.rows(rows))
      yield { vectors: pooled.read(rows).data, targets }
    }
  }

  private moment(epoch: number, number: number): Moment {
    const steps = this.stepsPerEpoch
    const step = (epoch - 1) * steps + number
    return { epoch, epochs: this.recipe.epochs, step, steps, classes: this.input.classes }
  }

  private async checkWeights({ epoch, steps }: Moment): Promise<void> {
    const weights = await this.model.weights()
    if (!Object.values(weights).every(isFinite)) throw diverged(epoch, steps)
  }

  /** What the method and the run as its own teacher make of all images at the end of an epoch. */
  private async relabel(moment: Moment, signal: AbortSignal): Promise<void> {
    const { parameters, teacher, state, labels, method } = this
    const relabels = method.labelsAfterEpoch?.(parameters, moment) === true
    const tells = teacher?.asksAfter(moment.epoch) === true && moment.epoch < moment.epochs
    if (!relabels && !tells) return
    const logits = await this.score(allRows(this.input.images), signal)
    if (tells) teacher.learn(logits, await this.scoreTiles(signal))
    if (!relabels || method.afterEpoch === undefined) return
    const all = { ...labels.all(), ...teacher?.all() }
    const next = method.afterEpoch({ moment, parameters, outputs: { logits }, labels: all, state })
    labels.pseudo = next.pseudo
    this.state = next.state ?? state
  }

  private async scoreTiles(signal: AbortSignal): Promise<Float32Array | null> {
    const { tiles } = this.views
    return tiles && this.scoreFrom(tiles, allRows(tiles.images), signal)
  }

  private async judge(epoch: number, seconds: number, signal: AbortSignal): Promise<EpochRecord> {
    const { truth, validation, classes, labels } = this.input
    const judged = await this.scoreValidation(signal)
    const record = {
      epoch,
      loss: this.loss.sum / this.loss.images,
      map:
        judged && validation ? meanAveragePrecision(validation.truth, judged, classes).map : null,
      agreement: await this.agreement(signal),
      pseudoPositives: this.labels.countPositives(),
      imagesPerSecond: this.loss.images / seconds,
    }
    if (truth === undefined) return record
    const logits = await this.score(allRows(this.input.images), signal)
    const { marked } = this.labels
    const analysis = analyseEpoch({
      ...{ logits, labels, truth, marked, classes },
      ...(judged && validation && { validation: { logits: judged, truth: validation.truth } }),
    })
    return { ...record, analysis }
  }

  private async agreement(signal: AbortSignal): Promise<number | null> {
    const { heldOut } = this.division
    if (heldOut.length === 0) return null
    const { classes, labels } = this.input
    const logits = await this.score(heldOut, signal)
    const states = gatherRows(labels, heldOut, classes, new Int8Array(heldOut.length * classes))
    return agreement(logits, states, classes)
  }

  private async scoreFrom(
    source: FeatureSource,
    rows: Uint32Array,
    signal: AbortSignal,
  ): Promise<Float32Array> {
    const { classes } = this.input
    const logits = new Float32Array(rows.length * classes)
    let done = 0
    for (const part of chunks(rows, this.scoringBatch)) {
      await breathe(signal)
      logits.set(await this.model.logits(await source.read(part)), done * classes)
      done += part.length
    }
    return logits
  }

  private get scoringBatch(): number {
    const { positions = 1, channels = 1 } = this.plan.readsMaps
      ? (this.input.views?.maps ?? {})
      : { channels: this.views.scaling.mean.length }
    const fitting = Math.floor(SCORED_NUMBERS / (positions * channels))
    return Math.max(1, Math.min(LARGEST_SCORING_BATCH, fitting))
  }
}

export function allRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row)
}

/** Labels that the method takes for present at the outset [B * C]. */
function positivesOf(method: Method, { state, truth }: LabelRows): Float32Array {
  return Float32Array.from(state, (label, i) =>
    label === PRESENT || (method.startsFromTruth && label === UNKNOWN && truth?.[i] === 1) ? 1 : 0,
  )
}

function chunksOf(states: Int8Array, classes: number): Int8Array[] {
  return Array.from({ length: states.length / classes }, (_, i) =>
    states.subarray(i * classes, (i + 1) * classes),
  )
}

/** The present class of an image that has exactly one, else -1. */
function onlyPresent(states: Int8Array): number {
  const first = states.indexOf(PRESENT)
  return states.indexOf(PRESENT, first + 1) === -1 ? first : -1
}

function isFinite(numbers: ArrayLike<number>): boolean {
  for (let i = 0; i < numbers.length; i++) if (!Number.isFinite(numbers[i])) return false
  return true
}

function diverged(epoch: number, step: number): Failure {
  return new Failure(
    'DIVERGED',
    `The training no longer gives numbers in step ${step} of epoch ${epoch}.`,
    {
      advice: 'Train with a smaller learning rate; the last checkpoint is kept.',
    },
  )
}
