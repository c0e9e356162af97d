import type { FeatureSpace, InstantModel, Targets } from '../kernel/instant/instant-model'
import { type KernelParts, KernelRidge } from '../kernel/instant/kernel-ridge'
import { PrimalRidge } from '../kernel/instant/primal-ridge'
import type { MatMul } from '../kernel/mat-mul'
import { drain } from '../kernel/symmetric-inverse'
import { type DoubtInput, type Doubts, doubtSteps } from './insights/label-doubts'
import { PRESENT } from './label-state'
import { type Breath, runSteps } from './run-steps'

export type InstantInput = {
  /** Of pooled activations, the mean of each channel and then its GeM; who trains is in it. */
  space: FeatureSpace
  classCount: number
  /** [count, classCount], see label-state.ts. */
  states: Int8Array
}

export type StateChange = { image: number; class: number; state: number }

/** Last answers of a class whose scores are those of when they were asked. */
const REPLAYED = 120
/** Answers that are replayed at once, at least: smaller pages are taken together, for speed. */
const REPLAYED_AT_ONCE = 10

/** Bytes that the kernel form may take while it is built. */
const KERNEL_BUDGET = 900 * 2 ** 20

/**
 * The instant model of a project: holds features, label targets and scores, and is exact again after
 * each `update`. It serves in the primal form at once and in the kernel form after `prepareKernel`.
 */
export class InstantEngine {
  /** Score of every image for every class, [count, classCount], on shared memory. */
  readonly scores: Float32Array<SharedArrayBuffer>
  readonly count: number
  readonly classCount: number
  private readonly space: FeatureSpace
  private readonly states: Int8Array
  /** [count], 1 for training images. */
  private readonly trainFlags: Uint8Array
  private readonly matMul: MatMul
  private readonly primal: PrimalRidge
  private kernel: KernelRidge | null = null

  private constructor(input: InstantInput, states: Int8Array, primal: PrimalRidge, matMul: MatMul) {
    this.count = input.space.rows
    this.classCount = input.classCount
    this.space = input.space
    this.states = states
    this.trainFlags = flagsOf(input.space.trainRows, input.space.rows)
    this.primal = primal
    this.matMul = matMul
    this.scores = new Float32Array(new SharedArrayBuffer(4 * this.count * this.classCount))
    for (let c = 0; c < this.classCount; c++) this.refresh(c)
  }

  /** Builds the primal form; the only waiting there is before suggestions appear. */
  static async load(
    input: InstantInput,
    matMul: MatMul,
    signal?: AbortSignal,
    breath?: Breath,
  ): Promise<InstantEngine> {
    const { space, classCount } = input
    const states = input.states.slice()
    const targets = targetsOf(states, classCount, space)
    const primal = await runSteps(PrimalRidge.buildSteps(space, targets, matMul), signal, breath)
    return new InstantEngine(input, states, primal, matMul)
  }

  get form(): 'primal' | 'kernel' {
    return this.kernel ? 'kernel' : 'primal'
  }

  /**
   * Takes decisions (or their undoing) in and brings the scores of the classes concerned up to date.
   * @returns those classes, ascending.
   */
  update(changes: readonly StateChange[]): number[] {
    const touched = new Set<number>()
    for (const { image, class: c, state } of changes) {
      const entry = image * this.classCount + c
      const delta = Number(state === PRESENT) - Number(this.states[entry] === PRESENT)
      this.states[entry] = state
      if (delta === 0 || this.trainFlags[image] !== 1) continue
      this.primal.update(c, [{ row: image, delta }])
      this.kernel?.update(c, [{ row: image, delta }])
      touched.add(c)
    }
    const classes = [...touched].sort((a, b) => a - b)
    for (const c of classes) this.refresh(c)
    return classes
  }

  /**
   * Honest scores of answered images, oldest answer first: what the others say about each, and for
   * the last answers what they scored when they were asked, with the answers of their page and of later ones
   * taken back. Without that look-alikes answered together vouch for each other, and a curve through
   * them promises far too little of everything below.
   * @param pages equal for images that were answered together; empty where none was an answer: then
   * each is told by all the others.
   */
  heldOut(classIndex: number, images: readonly number[], pages: readonly number[]): Float32Array {
    return drain(this.heldOutSteps(classIndex, images, pages))
  }

  /** The same in steps: of images that nobody has asked about before, it takes a while. */
  *heldOutSteps(
    classIndex: number,
    images: readonly number[],
    pages: readonly number[],
  ): Generator<void, Float32Array> {
    const before = images.slice(0, firstReplayed(images, pages))
    if (!this.kernel) yield* this.primal.leverageSteps(before)
    return this.replayed(classIndex, images, pages)
  }

  private replayed(
    classIndex: number,
    images: readonly number[],
    pages: readonly number[],
  ): Float32Array {
    const model = this.kernel ?? this.primal
    const start = firstReplayed(images, pages)
    const out = new Float32Array(images.length)
    out.set(model.leaveOneOut(classIndex, images.slice(0, start)))
    this.shift(model, classIndex, images.slice(start), -1)
    for (let from = start; from < images.length;) {
      let to = Math.min(images.length, from + REPLAYED_AT_ONCE)
      while (to < images.length && pages[to] === pages[to - 1]) to++
      const page = images.slice(from, to)
      out.set(model.scoresOf(classIndex, page), from)
      this.shift(model, classIndex, page, 1)
      from = to
    }
    return out
  }

  /** Labels of people that the others speak against, the most doubtful first; in slices. */
  doubts(
    question: Pick<DoubtInput, 'curves' | 'checked' | 'most' | 'tell'>,
    signal?: AbortSignal,
    breath?: Breath,
  ): Promise<Doubts> {
    const model = this.kernel ?? this.primal
    const { classCount, states, scores, trainFlags: known } = this
    const leaveOneOut = (c: number, images: readonly number[]) => model.leaveOneOut(c, images)
    return runSteps(
      doubtSteps({ ...question, classCount, states, scores, known, leaveOneOut }),
      signal,
      breath,
    )
  }

  /** Weights of the mean and the GeM half of each channel, for a heat map [channels]. */
  evidence(classIndex: number): { mean: Float32Array; gem: Float32Array } {
    const weights = this.primal.evidence(classIndex)
    const channels = weights.length / 2
    return { mean: weights.slice(0, channels), gem: weights.slice(channels) }
  }

  /** Builds the kernel form and takes it in. Does nothing when it does not fit. */
  async prepareKernel(signal?: AbortSignal): Promise<void> {
    const { space, matMul } = this
    if (this.kernel || !kernelFits(space.trainRows.length, this.count)) return
    const parts = await runSteps(KernelRidge.partsSteps(space, matMul), signal)
    await this.takeKernel(parts, signal)
  }

  /**
   * Serves in the kernel form from here on, whose parts somebody has computed for these features;
   * decisions taken meanwhile are in it.
   */
  async takeKernel(parts: KernelParts, signal?: AbortSignal, breath?: Breath): Promise<void> {
    const start = this.states.slice()
    const targets = targetsOf(start, this.classCount, this.space)
    const kernel = new KernelRidge(this.space, parts, targets)
    await runSteps(this.takeSteps(kernel, start), signal, breath)
  }

  private *takeSteps(kernel: KernelRidge, start: Int8Array): Generator<void, void> {
    yield
    this.catchUp(kernel, start)
    this.kernel = kernel
    for (let c = 0; c < this.classCount; c++) {
      this.refresh(c)
      yield
    }
  }

  private catchUp(kernel: KernelRidge, start: Int8Array): void {
    for (let entry = 0; entry < start.length; entry++) {
      const delta = Number(this.states[entry] === PRESENT) - Number(start[entry] === PRESENT)
      const row = Math.floor(entry / this.classCount)
      if (delta !== 0) kernel.update(entry % this.classCount, [{ row, delta }])
    }
  }

  /** Moves the targets of those of `images` that are present. */
  private shift(model: InstantModel, c: number, images: readonly number[], delta: number): void {
    const learnt = images.filter(
      (row) => this.states[row * this.classCount + c] === PRESENT && this.trainFlags[row] === 1,
    )
    const changes = learnt.map((row) => ({ row, delta }))
    if (changes.length > 0) model.update(c, changes)
  }

  private refresh(classIndex: number): void {
    const column = new Float32Array(this.count)
    ;(this.kernel ?? this.primal).scores(classIndex, column)
    const { scores, classCount } = this
    for (let i = 0; i < column.length; i++) scores[i * classCount + classIndex] = column[i] ?? 0
  }
}

/** Whether the kernel form fits into the memory it may take. */
export function kernelFits(training: number, count: number): boolean {
  return KernelRidge.bytesFor(training, count - training) <= KERNEL_BUDGET
}

function firstReplayed(images: readonly number[], pages: readonly number[]): number {
  return Math.max(0, images.length - Math.min(REPLAYED, pages.length))
}

function flagsOf(rows: Uint32Array, count: number): Uint8Array {
  const flags = new Uint8Array(count)
  for (const row of rows) flags[row] = 1
  return flags
}

function targetsOf(states: Int8Array, classCount: number, space: FeatureSpace): Targets {
  const positives = Array.from({ length: classCount }, (): number[] => [])
  for (const row of space.trainRows) {
    for (let c = 0; c < classCount; c++) {
      if (states[row * classCount + c] === PRESENT) positives[c]?.push(row)
    }
  }
  return { positives }
}
