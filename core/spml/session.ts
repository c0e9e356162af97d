import { Failure } from '../contract/failures'
import type { EpochRecord, Recipe } from '../contract/training'
import { meanAveragePrecision } from '../kernel/metrics'
import { joinArrays, readBelow } from '../tensor/named-arrays'
import type { NamedArrays } from '../tensor/named-arrays'
import { gatherRows } from './batches'
import { backboneOnnx } from './backbones/backbone-onnx'
import type { TrainableBackbone } from './backbones/make-backbone'
import { encodeBackbone } from './backbones/store-weights'
import { breathe } from './breathe'
import { foldCells } from './cell-classifier'
import type { CellHead } from './cell-classifier'
import type { Plan } from './check-input'
import type { SavedTraining, TrainingState } from './checkpoint'
import type { Companion } from './companions/companion'
import { EpochProbe } from './epoch-probe'
import type { Head } from './head'
import { agreement, divideImages } from './held-out'
import type { Division } from './held-out'
import { LabelLayer } from './label-layer'
import type { Method, MethodState, MethodStep, Moment, Parameters } from './method'
import type { Model } from './model'
import { allRows, scoreRows } from './scorer'
import { Teacher } from './teacher'
import type { TrainInput, TunedBackbone } from './train-input'
import {
  asksSegments,
  asksStrong,
  closedFormStart,
  companionOf,
  maskedOf,
  modelOf,
} from './training-parts'
import type { Setup } from './training-parts'
import { trainingViews } from './training-views'
import { trustedLabels } from './trusted-labels'
import type { TrainingViews } from './training-views'

/** One training between two events: model, labels, what is best so far. Holds tensors until `dispose`. */
export class TrainingSession {
  readonly division: Division
  readonly epochs: EpochRecord[] = []
  readonly views: TrainingViews
  readonly labels: LabelLayer
  best: { epoch: number; weights: NamedArrays } = { epoch: 0, weights: {} }
  private readonly setup: Setup
  private readonly model: Model
  private readonly backbone: TrainableBackbone | null
  private readonly companion: Companion | null
  private readonly teacher: Teacher | null
  private readonly probe: EpochProbe
  private state: MethodState
  private loss = { sum: 0, images: 0 }
  private steps = 0

  constructor(
    input: TrainInput,
    recipe: Recipe,
    method: Method,
    parameters: Parameters,
    plan: Plan,
  ) {
    const { images, classes } = input
    const { needs } = method.info
    const tiles = input.teacher ? 0 : (method.tiles ?? 0) ** 2
    this.views = trainingViews(input, recipe, plan.readsMaps, tiles)
    this.division = divideImages(input.labels, classes, recipe.seed)
    this.labels = new LabelLayer(input, (needs.includes('truth') && input.truth) || null)
    this.teacher = needs.includes('teacher') ? new Teacher(input) : null
    this.probe = new EpochProbe(input)
    const { states } = this.labels
    this.state = method.begin?.({ classes, images, parameters, states }) ?? {}
    const { training } = this.division
    this.setup = {
      ...{ input, recipe, method, parameters, plan, training },
      views: this.views,
      labels: this.labels,
      stepsPerEpoch: Math.ceil(training.length / recipe.batch),
    }
    const { model, backbone } = modelOf(this.setup)
    this.model = model
    this.backbone = backbone
    this.companion = companionOf(this.setup)
  }

  /** Puts the model where one closed-form step leads, where its head has a place for that. */
  async startFromClosedForm(signal: AbortSignal): Promise<void> {
    if (this.model.startsFromWeights) this.model.start(await closedFormStart(this.setup, signal))
  }

  /** Forgets what only belongs to the epoch before. */
  beginEpoch(): void {
    this.steps = 0
    this.loss = { sum: 0, images: 0 }
    this.labels.marked.fill(0)
    this.probe.begin()
  }

  /** Begins to read the images that a later step of the same epoch is about. */
  prepare(rows: Uint32Array, epoch: number): void {
    this.views.weak(epoch).prepare?.(rows)
    if (asksStrong(this.setup.method)) this.views.strong?.(epoch).prepare?.(rows)
  }

  /**
   * One optimiser step on the images `rows`, number `number` of its epoch; returns the mean loss of the
   * epoch so far.
   * @throws Failure DIVERGED when an output or the loss is no longer a number.
   */
  async step(
    rows: Uint32Array,
    epoch: number,
    number: number,
    signal: AbortSignal,
  ): Promise<number> {
    const { views, model, setup } = this
    const moment = this.moment(epoch, number)
    const labels = { ...this.labels.rows(rows), ...this.teacher?.rows(rows) }
    const plain = await views.weak(epoch).read(rows)
    const strong = asksStrong(setup.method) ? await views.strong?.(epoch).read(rows) : undefined
    const segments = await (asksSegments(setup.method) ? views.segments?.(epoch)(rows) : undefined)
    const batch = { rows, labels, step: moment.step }
    const others = {
      ...this.companion?.outputs(batch),
      ...maskedOf(setup, model, plain, labels),
    }
    const results: MethodStep[] = []
    const loss = await model.step(
      { plain, ...(strong && { strong }) },
      ({ logits = new Float32Array(0), ...network }) => {
        const outputs = { ...network, ...others, logits }
        if (!Object.values(outputs).every(isFinite)) throw diverged(epoch, number)
        const { parameters } = setup
        const { state } = this
        const seen = { outputs, labels, moment, ...(segments && { segments }) }
        const step = setup.method.step({ ...seen, parameters, state })
        results.push(step)
        this.probe.see(rows, outputs)
        return step
      },
      { step: moment.step, seed: setup.recipe.seed, pause: () => breathe(signal) },
    )
    const step = results.at(-1)
    if (step === undefined || !Number.isFinite(loss)) throw diverged(epoch, number)
    this.state = step.state
    this.labels.keep(rows, labels, step)
    this.companion?.learn(batch, step.grads)
    this.loss.sum += loss * rows.length
    this.loss.images += rows.length
    this.steps = number
    return this.loss.sum / this.loss.images
  }

  /**
   * Lets the method relabel, scores what judges the epoch, and remembers the weights if it is the best.
   * @throws Failure DIVERGED when a weight is no longer a number.
   */
  async endEpoch(epoch: number, seconds: number, signal: AbortSignal): Promise<EpochRecord> {
    const moment = this.moment(epoch, this.setup.stepsPerEpoch)
    await this.checkWeights(moment)
    return this.model.withAverage(async () => {
      await this.relabel(moment, signal)
      const record = await this.judge(epoch, seconds, signal)
      const before = this.epochs[this.best.epoch - 1]?.agreement ?? null
      this.epochs.push(record)
      this.steps = 0
      if (before === null || record.agreement === null || record.agreement > before) {
        this.best = { epoch, weights: await this.model.weights() }
      }
      return record
    })
  }

  /** Steps of the epoch that has begun, also where it was taken up from a checkpoint. */
  get stepsDone(): number {
    return this.steps
  }

  /** Whether the recipe's patience is at its end. */
  get isOutOfPatience(): boolean {
    const { patience } = this.setup.recipe
    return patience !== undefined && this.epochs.length - this.best.epoch >= patience
  }

  /** Logits [rows * C] with the weights of now. */
  score(rows: Uint32Array, signal: AbortSignal): Promise<Float32Array> {
    return scoreRows(this.model, this.views.plain, rows, signal, this.tellScoring)
  }

  /** Logits of the validation images [V * C], or null when there are none. */
  scoreValidation(signal: AbortSignal): Promise<Float32Array> | null {
    const { validation } = this.views
    const { model, tellScoring } = this
    return (
      validation && scoreRows(model, validation, allRows(validation.images), signal, tellScoring)
    )
  }

  /** From here on the model is that of the best epoch. */
  useBest(): void {
    const { weights } = this.best
    this.model.useWeights((name) => weights[name] ?? new Float32Array(0))
  }

  /** The model as weights on features, or on cells; null where its head is neither. */
  head(): Head | CellHead | null {
    const cells = this.model.cellLayers()
    if (cells !== null) return foldCells(cells, this.views.scaling)
    const linear = this.model.linear()
    const { recipe, plan, input } = this.setup
    if (linear === null || recipe.head === 'query2label') return null
    const { scaling } = this.views
    const kind = {
      // On pictures both heads read the map's cells, and without a boost are the same function.
      kind: this.backbone ? ('map' as const) : recipe.head,
      ...(plan.boost !== 1 && { boost: plan.boost }),
    }
    return {
      ...{ ...kind, features: scaling.mean.length, classes: input.classes },
      ...{ ...linear, ...scaling },
    }
  }

  /** How far labels can be trusted with the weights of now [N * C]; null where the method cannot say. */
  trust(signal: AbortSignal): Promise<Float32Array | null> {
    return trustedLabels(this.setup, this.model, this.state, signal)
  }

  /** The backbone with the weights of now; null where it was not trained. */
  tuned(): TunedBackbone | null {
    const { backbone } = this
    return backbone && { onnx: backboneOnnx(backbone), weights: encodeBackbone(backbone) }
  }

  async snapshot(seconds: number): Promise<TrainingState> {
    const { epochs, best, labels } = this
    const arrays = joinArrays({
      model: await this.model.arrays(),
      best: best.weights,
      labels: { pseudo: labels.pseudo },
      state: { ...this.state },
      ...(this.steps > 0 && {
        probe: this.probe.arrays(),
        loss: { sums: Float32Array.of(this.loss.sum, this.loss.images) },
      }),
      ...(this.companion && { companion: await this.companion.arrays() }),
      ...(this.teacher && { teacher: this.teacher.arrays() }),
    })
    const { steps } = this
    return { epochs, bestEpoch: best.epoch, steps, arrays, marked: labels.marked, seconds }
  }

  /** @throws Failure CHECKPOINT_INVALID when an array is missing or of another length. */
  restore({ epochs, bestEpoch, steps, marked, read, below }: SavedTraining): void {
    const { labels, views } = this
    const { images } = this.setup.input
    this.model.restore(readBelow('model', read))
    this.companion?.restore(readBelow('companion', read))
    const told = readBelow('teacher', read)
    this.teacher?.restore(told, epochs.length, images, views.tiles?.perImage ?? 0)
    labels.pseudo = read('labels/pseudo', labels.pseudo.length)
    labels.marked.set(marked)
    this.state = below('state')
    this.best = { epoch: bestEpoch, weights: this.model.readWeights(readBelow('best', read)) }
    this.epochs.push(...epochs)
    if (steps === 0) return
    this.steps = steps
    const [sum = 0, seen = 0] = read('loss/sums', 2)
    this.loss = { sum, images: seen }
    this.probe.restore(below('probe'))
  }

  dispose(): void {
    this.model.dispose()
    this.views.dispose()
    this.companion?.dispose()
  }

  /** Heads on features score everything in no time: nobody needs to hear of it. */
  private readonly tellScoring = (done: number, total: number) => {
    if (this.backbone) this.setup.input.tell?.({ kind: 'scoring', done, total })
  }

  private moment(epoch: number, number: number): Moment {
    const { stepsPerEpoch: steps, recipe, input } = this.setup
    const step = (epoch - 1) * steps + number
    return { epoch, epochs: recipe.epochs, step, steps, classes: input.classes }
  }

  private async checkWeights({ epoch, steps }: Moment): Promise<void> {
    const weights = await this.model.weights()
    if (!Object.values(weights).every(isFinite)) throw diverged(epoch, steps)
  }

  /** What the method and the run as its own teacher make of all images at the end of an epoch. */
  private async relabel(moment: Moment, signal: AbortSignal): Promise<void> {
    const { teacher, state, labels } = this
    const { parameters, method, input } = this.setup
    const relabels = method.labelsAfterEpoch?.(parameters, moment) === true
    const tells = teacher?.asksAfter(moment.epoch) === true && moment.epoch < moment.epochs
    if (!relabels && !tells) return
    const logits = await this.score(allRows(input.images), signal)
    if (tells) teacher.learn(logits, await this.scoreTiles(signal))
    if (!relabels || method.afterEpoch === undefined) return
    const all = { ...labels.all(), ...teacher?.all() }
    const next = method.afterEpoch({ moment, parameters, outputs: { logits }, labels: all, state })
    labels.pseudo = next.pseudo
    this.state = next.state ?? state
  }

  private async scoreTiles(signal: AbortSignal): Promise<Float32Array | null> {
    const { tiles } = this.views
    const { model, tellScoring } = this
    return tiles && scoreRows(model, tiles, allRows(tiles.images), signal, tellScoring)
  }

  private async judge(epoch: number, seconds: number, signal: AbortSignal): Promise<EpochRecord> {
    const { validation, classes } = this.setup.input
    const judged = await this.scoreValidation(signal)
    const map = judged && validation && meanAveragePrecision(validation.truth, judged, classes).map
    const analysis = this.probe.analyse(this.labels.marked, judged, this.state)
    return {
      epoch,
      loss: this.loss.sum / this.loss.images,
      map: map ?? null,
      agreement: await this.agreement(signal),
      pseudoPositives: this.labels.countPositives(),
      imagesPerSecond: this.loss.images / seconds,
      ...(analysis && { analysis }),
    }
  }

  private async agreement(signal: AbortSignal): Promise<number | null> {
    const { heldOut } = this.division
    if (heldOut.length === 0) return null
    const { classes, labels } = this.setup.input
    const logits = await this.score(heldOut, signal)
    const states = gatherRows(labels, heldOut, classes, new Int8Array(heldOut.length * classes))
    return agreement(logits, states, classes)
  }
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
