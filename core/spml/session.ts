import { Failure } from '../contract/failures'
import type { EpochRecord, Recipe } from '../contract/training'
import { chunks, gatherRows } from './batches'
import { breathe } from './breathe'
import type { TrainingState } from './checkpoint'
import { featureSource } from './feature-source'
import type { FeatureSource } from './feature-source'
import { agreement, divideImages, teachingStates } from './held-out'
import type { Division } from './held-out'
import { LinearModel } from './linear-model'
import { NO_PSEUDO, PRESENT, UNKNOWN } from './method'
import type { LabelRows, Method, MethodState, Moment, Parameters } from './method'
import { meanAveragePrecision } from '../kernel/metrics'
import { newtonStart } from './newton-start'
import type { StartBatch } from './newton-start'
import { wasmMatMul } from '../tensor/mat-mul'
import type { TrainInput } from './train-input'

/** Images scored at once outside of training. */
const SCORING_BATCH = 512

/** One training between two events: model, labels, what is best so far. Holds tensors until `dispose`. */
export class TrainingSession {
  readonly division: Division
  readonly epochs: EpochRecord[] = []
  readonly suspects: Uint8Array
  best: TrainingState['best']
  private readonly input: TrainInput
  private readonly recipe: Recipe
  private readonly method: Method
  private readonly parameters: Parameters
  readonly source: FeatureSource
  private readonly validation: FeatureSource | null
  private readonly states: Int8Array
  private readonly model: LinearModel
  private pseudo: Float32Array
  private running: MethodState
  private loss = { sum: 0, images: 0 }

  constructor(input: TrainInput, recipe: Recipe, method: Method, parameters: Parameters) {
    this.input = input
    this.recipe = recipe
    this.method = method
    this.parameters = parameters
    const used = usedColumns(input, recipe)
    this.source = featureSource(input.features, input.images, used)
    const { validation } = input
    this.validation = validation
      ? featureSource(validation.features, validation.images, used, this.source.scaling)
      : null
    this.division = divideImages(input.labels, input.classes, recipe.seed)
    this.states = teachingStates(input.labels, input.classes)
    this.pseudo = new Float32Array(this.states.length).fill(NO_PSEUDO)
    this.suspects = new Uint8Array(this.states.length)
    const { images, classes } = input
    this.running = method.begin?.({ classes, images, parameters, states: this.states }) ?? {}
    this.model = new LinearModel(used, input.classes)
    this.best = { epoch: 0, weights: new Float32Array(0), bias: new Float32Array(0) }
  }

  /** Puts the model where one closed-form step leads, instead of at zero. */
  async startFromClosedForm(signal: AbortSignal): Promise<void> {
    const { classes } = this.input
    const width = this.source.scaling.mean.length
    const { weights, bias } = await newtonStart(
      this.startBatches(),
      width,
      classes,
      wasmMatMul,
      () => breathe(signal),
    )
    this.model.setWeights(weights, bias)
  }

  /** Forgets what only belongs to the epoch before. */
  beginEpoch(): void {
    this.loss = { sum: 0, images: 0 }
    this.suspects.fill(0)
  }

  /**
   * One optimiser step on the images `rows`; returns the mean loss of the epoch so far.
   * @throws Failure DIVERGED when the loss is no longer a number.
   */
  step(rows: Uint32Array, epoch: number, number: number): number {
    const labels = this.labelsOf(rows)
    const moment = this.moment(epoch, number)
    const { parameters } = this
    const evaluate = (logits: Float32Array) => {
      const input = { outputs: { logits }, labels, moment, parameters, state: this.running }
      const step = this.method.step(input)
      this.running = step.state
      this.keepLabels(rows, labels, step)
      return { loss: step.loss, grad: step.grads.logits }
    }
    const loss = this.model.step(this.source.read(rows), evaluate, this.recipe)
    if (!Number.isFinite(loss)) throw diverged(epoch, number)
    this.loss.sum += loss * rows.length
    this.loss.images += rows.length
    return this.loss.sum / this.loss.images
  }

  /** Lets the method relabel, scores what judges the epoch, and remembers the weights if it is the best. */
  async endEpoch(epoch: number, seconds: number, signal: AbortSignal): Promise<EpochRecord> {
    const moment = this.moment(epoch, this.stepsOfEpoch)
    if (this.method.labelsAfterEpoch?.(this.parameters, moment) === true) {
      await this.relabel(moment, signal)
    }
    const record: EpochRecord = {
      epoch,
      loss: this.loss.sum / this.loss.images,
      map: await this.validationPrecision(signal),
      agreement: await this.agreement(signal),
      pseudoPositives: countPositives(this.pseudo, this.suspects),
      imagesPerSecond: this.loss.images / seconds,
    }
    const before = this.epochs[this.best.epoch - 1]?.agreement ?? null
    this.epochs.push(record)
    if (before === null || record.agreement === null || record.agreement > before) {
      const { weights, bias } = await this.model.state()
      this.best = { epoch, weights, bias }
    }
    return record
  }

  /** Logits [rows * C] with the weights of now. */
  score(rows: Uint32Array, signal: AbortSignal): Promise<Float32Array> {
    return this.scoreFrom(this.source, rows, signal)
  }

  /** Logits of the validation images [V * C], or null when there are none. */
  scoreValidation(signal: AbortSignal): Promise<Float32Array> | null {
    if (this.validation === null) return null
    return this.scoreFrom(this.validation, allRows(this.validation.images), signal)
  }

  /** From here on the model is that of the best epoch. */
  useBest(): void {
    this.model.setWeights(this.best.weights, this.best.bias)
  }

  async state(seconds: number): Promise<TrainingState> {
    const { epochs, best, pseudo, suspects } = this
    return { epochs, best, pseudo, suspects, model: await this.model.state(), seconds }
  }

  restore(state: TrainingState): void {
    this.epochs.push(...state.epochs)
    this.best = state.best
    this.pseudo = state.pseudo
    this.suspects.set(state.suspects)
    this.model.restore(state.model)
  }

  dispose(): void {
    this.model.dispose()
  }

  private *startBatches(): Generator<StartBatch> {
    for (const rows of chunks(this.division.training, SCORING_BATCH)) {
      const targets = positivesOf(this.method, this.labelsOf(rows))
      yield { vectors: this.source.read(rows), targets }
    }
  }

  private get stepsOfEpoch(): number {
    return Math.ceil(this.division.training.length / this.recipe.batch)
  }

  /** `number` counts the steps of the epoch from 1. */
  private moment(epoch: number, number: number): Moment {
    const steps = this.stepsOfEpoch
    const step = (epoch - 1) * steps + number
    return { epoch, epochs: this.recipe.epochs, step, steps, classes: this.input.classes }
  }

  private labelsOf(rows: Uint32Array): LabelRows {
    const { classes } = this.input
    const size = rows.length * classes
    const labels: LabelRows = {
      state: gatherRows(this.states, rows, classes, new Int8Array(size)),
      pseudo: gatherRows(this.pseudo, rows, classes, new Float32Array(size)),
    }
    const { truth } = this.input
    if (!this.method.info.needs.includes('truth') || truth === undefined) return labels
    return { ...labels, truth: gatherRows(truth, rows, classes, new Uint8Array(size)) }
  }

  private keepLabels(
    rows: Uint32Array,
    before: LabelRows,
    step: { pseudo: Float32Array; marked: readonly number[] },
  ): void {
    const { classes } = this.input
    const place = (i: number) => (rows[Math.floor(i / classes)] ?? 0) * classes + (i % classes)
    for (const i of step.marked) this.suspects[place(i)] = 1
    if (step.pseudo === before.pseudo) return
    step.pseudo.forEach((target, i) => {
      this.pseudo[place(i)] = target
    })
  }

  private async relabel(moment: Moment, signal: AbortSignal): Promise<void> {
    const { parameters, running } = this
    const labels = { state: this.states, pseudo: this.pseudo }
    const outputs = { logits: await this.score(allRows(this.input.images), signal) }
    const next = this.method.afterEpoch?.({ outputs, labels, moment, parameters, state: running })
    this.pseudo = next?.pseudo ?? this.pseudo
    this.running = next?.state ?? running
  }

  private async agreement(signal: AbortSignal): Promise<number | null> {
    const { heldOut } = this.division
    if (heldOut.length === 0) return null
    const { classes, labels } = this.input
    const logits = await this.score(heldOut, signal)
    const states = gatherRows(labels, heldOut, classes, new Int8Array(heldOut.length * classes))
    return agreement(logits, states, classes)
  }

  private async validationPrecision(signal: AbortSignal): Promise<number | null> {
    const logits = await this.scoreValidation(signal)
    const truth = this.input.validation?.truth
    if (logits === null || truth === undefined) return null
    return meanAveragePrecision(truth, logits, this.input.classes).map
  }

  private async scoreFrom(
    source: FeatureSource,
    rows: Uint32Array,
    signal: AbortSignal,
  ): Promise<Float32Array> {
    const { classes } = this.input
    const logits = new Float32Array(rows.length * classes)
    let done = 0
    for (const part of chunks(rows, SCORING_BATCH)) {
      await breathe(signal)
      logits.set(await this.model.logits(source.read(part)), done * classes)
      done += part.length
    }
    return logits
  }
}

export function allRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row)
}

/**
 * What the head reads of a pooled vector. The map head is a 1x1 convolution whose map is averaged: as
 * long as nothing bends the map, that is the same function as a linear head on the channels' means.
 */
function usedColumns({ features, images, channels }: TrainInput, { head }: Recipe): number {
  return head === 'map' ? channels : features.length / images
}

/** Labels that the method takes for present at the outset [B * C]. */
function positivesOf(method: Method, { state, truth }: LabelRows): Float32Array {
  const { startsFromTruth = false } = method
  return Float32Array.from(state, (label, i) =>
    label === PRESENT || (startsFromTruth && label === UNKNOWN && truth?.[i] === 1) ? 1 : 0,
  )
}

function countPositives(pseudo: Float32Array, suspects: Uint8Array): number {
  let count = 0
  pseudo.forEach((target, i) => {
    if (target >= 0.5 || suspects[i] === 1) count++
  })
  return count
}

function diverged(epoch: number, step: number): Failure {
  return new Failure(
    'DIVERGED',
    `The loss is no longer a number in step ${step} of epoch ${epoch}.`,
    {
      advice: 'Train with a smaller learning rate; the last checkpoint is kept.',
    },
  )
}
