import { Failure } from '../contract/failures'
import type { ClassId } from '../contract/ids'
import { packedCosine } from '../kernel/packed/packed-rows'
import { kernelFits } from '../review/instant-engine'
import { projectPaths } from '../store/files'
import type { PooledWeights } from '../inference/heat-map'
import type { FeatureKey } from './inference-service'
import type { LabelChange, LabelTable } from './label-table'
import type { Project } from './project'
import type { Doubts } from '../review/insights/label-doubts'
import type {
  DoubtQuestion,
  HeldOutQuestion,
  InstantCalls,
  InstantView,
} from './workers/instant-calls'
import type { PrepareCalls } from './workers/prepare-calls'
import { warn } from './warn'
import { WorkerClient } from './worker-channel'

/** What orders suggestions where nothing else was chosen: comes with Singlet, and its best size. */
const DEFAULT_KEY: FeatureKey = { backbone: 'mini', side: 320 }

/** The instant model of a project at work: which table its rows and columns are those of. */
export interface InstantState extends InstantView {
  readonly table: LabelTable
}

/** The closed-form model that is exact again after every decision, in a worker of its own. */
export class InstantService {
  key: FeatureKey = DEFAULT_KEY
  /** null until there are features, and while a changed table is taken in. */
  state: InstantState | null = null
  /** Whether the model that serves soon gives way to its better form, which counts otherwise. */
  isPassing = false
  #features = 0
  readonly #project: Project
  readonly #worker: WorkerClient<InstantCalls>
  readonly #preparer: WorkerClient<PrepareCalls>
  #preparing = new AbortController()
  #loading: Promise<void> | null = null
  /** The table that the worker was given last; earlier changes are in it already. */
  #given: LabelTable | null = null
  #givenNumber = 0
  #again = false
  #stopped = false

  constructor(project: Project) {
    this.#project = project
    const { workers } = project.tools
    this.#worker = new WorkerClient(new URL('instant-worker.js', workers), 'instant')
    this.#preparer = new WorkerClient(new URL('prepare-worker.js', workers), 'prepare')
  }

  /** Training images whose features are cached. */
  get featureCount(): number {
    return this.#features
  }

  serves(key: FeatureKey): boolean {
    return key.backbone === this.key.backbone && key.side === this.key.side
  }

  /** Takes new features or another table in. Called again while it loads, it loads once more after. */
  reload(): Promise<void> {
    if (this.state && this.state.table !== this.#project.labels) {
      this.#set(null)
      this.#project.review.forgetInstant()
    }
    this.#again = true
    this.#loading ??= this.#loadWhileAsked().finally(() => {
      this.#loading = null
    })
    return this.#loading
  }

  /** Resolves once what there is has been loaded; loads nothing twice. */
  ready(): Promise<void> {
    return this.#loading ?? (this.state ? Promise.resolve() : this.reload())
  }

  /** Resolves once the scores are exact again; tells the classes that moved. */
  async update(changes: readonly LabelChange[]): Promise<number[]> {
    if (this.#given !== this.#project.labels || changes.length === 0) return []
    const plain = changes.map(({ image, class: cls, state }) => ({ image, class: cls, state }))
    const { classes } = await this.#worker.call('update', {
      ...{ table: this.#givenNumber, changes: plain },
    })
    return classes
  }

  heldOut(questions: readonly HeldOutQuestion[]): Promise<Float32Array[]> {
    return questions.length === 0
      ? Promise.resolve([])
      : this.#worker.call('heldOut', { questions })
  }

  /** Labels of people that the model speaks against. */
  doubts(
    question: DoubtQuestion,
    options: { signal?: AbortSignal; onEvent: (share: number) => void },
  ): Promise<Doubts> {
    return this.#worker.call('doubts', question, options)
  }

  async evidence(id: ClassId): Promise<PooledWeights> {
    const index = this.#project.labels.classIndex(id)
    if (!this.state || index < 0) throw new Failure('NOT_FOUND', 'There is no model yet.')
    return this.#worker.call('evidence', { class: index })
  }

  /** Cosine of two images' features. */
  likeness(a: number, b: number): number {
    if (!this.state) return 0
    const { features, dim } = this.state
    return packedCosine(features, dim, a, b)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#preparing.abort()
    await Promise.all([this.#worker.stop(), this.#preparer.stop()])
  }

  async #loadWhileAsked(): Promise<void> {
    while (this.#again) {
      this.#again = false
      try {
        await this.#load()
      } catch (error) {
        if (this.#stopped) return
        // The program goes on without suggestions; the next load may bring them.
        warn(error)
      }
    }
  }

  async #load(): Promise<void> {
    const { labels: table, store, tools } = this.#project
    if (table.images.length === 0 || table.classes.length === 0) return
    const rows = await store.images.all()
    const training = new Uint8Array(table.images.length)
    for (const { id, split } of rows) {
      const index = table.imageIndex(id)
      if (index >= 0 && split === 'train') training[index] = 1
    }
    const shape = await tools.inference.shape(this.key)
    this.#preparing.abort()
    if (this.#given !== table) this.#givenNumber += 1
    this.#given = table
    const view = await this.#worker.call('load', {
      table: this.#givenNumber,
      featuresDirectory: projectPaths(store.directory).features,
      shape,
      images: table.images,
      classCount: table.classes.length,
      states: table.states,
      training,
    })
    if (this.#project.labels !== table) return
    this.#features = view.known.reduce((sum, flag) => sum + flag, 0)
    this.#set(this.#features > 0 ? { ...view, table } : null)
    this.isPassing = this.#features > 0 && kernelFits(this.#features, table.images.length)
    await this.#project.review.followInstant()
    await this.#project.announce('features', 'suggestions')
    if (this.#features > 0) void this.#refine(table)
  }

  /** The kernel form ranks better and takes seconds: the primal one serves meanwhile. */
  async #refine(table: LabelTable): Promise<void> {
    this.#preparing = new AbortController()
    const { signal } = this.#preparing
    try {
      await this.#prepare(table, signal)
    } catch (error) {
      if (signal.aborted || this.#stopped) return
      warn(error)
      // No better form comes: what this one says is what there is.
      this.isPassing = false
      await this.#project.announce('suggestions')
    } finally {
      // Its memory is for these seconds only.
      if (!signal.aborted) await this.#preparer.rest()
    }
  }

  async #prepare(table: LabelTable, signal: AbortSignal): Promise<void> {
    if (!this.state) return
    const { features, dim, known } = this.state
    const rows = Uint32Array.from(known.keys()).filter((row) => known[row] === 1)
    const count = table.images.length
    const packed = { features, dim, rows, count }
    await this.#project.orderByVariety(await this.#preparer.call('variety', packed, { signal }))
    if (!kernelFits(rows.length, count)) return
    const parts = await this.#preparer.call('kernel', packed, { signal })
    signal.throwIfAborted()
    await this.#worker.call('takeKernel', parts)
    if (this.state.table !== table) return
    await this.#project.review.followInstant()
    this.isPassing = false
    await this.#project.announce('suggestions')
  }

  #set(state: InstantState | null): void {
    this.state = state
    if (!state) this.#features = 0
  }
}
