import { rm } from 'node:fs/promises'
import { Failure, toFailureInfo } from '../contract/failures'
import type { JobId, RunId } from '../contract/ids'
import {
  type DeviceInfo,
  type EpochRecord,
  type MethodInfo,
  type Recipe,
  recipe as recipeSchema,
  type RecipeChoice,
  type RunInfo,
  type TrainingPlan,
} from '../contract/training'
import { methodInfos } from '../spml/catalogue'
import { COMPUTE_LANE, computeFeatures } from './features-job'
import type { InferenceService } from './inference-service'
import type { JobContext, JobResult, Jobs } from './jobs'
import type { Project } from './project'
import { readSnapshot, runDirectory, writeSnapshot } from './run-files'
import { viewsOfRun } from './run-views'
import { keyOf, newSnapshot, orderOf } from './training-order'
import { planTraining } from './training-plan'
import type { TrainingCalls } from './workers/training-calls'
import { WorkerClient } from './worker-channel'

interface Tools {
  readonly jobs: Jobs
  readonly inference: InferenceService
  readonly workers: URL
}

/** Trainings: planned, run in their worker one after the other, stored as runs. */
export class TrainingService {
  readonly #tools: Tools
  readonly #worker: WorkerClient<TrainingCalls>
  #devices: Promise<DeviceInfo[]> | null = null

  constructor(tools: Tools) {
    this.#tools = tools
    this.#worker = new WorkerClient(new URL('training-worker.js', tools.workers), 'training')
  }

  methods(): MethodInfo[] {
    return [...methodInfos]
  }

  /** Looked at once: what is usable does not change while the program runs. */
  devices(): Promise<DeviceInfo[]> {
    return (this.#devices ??= this.#worker.call('devices', {}))
  }

  async plan(project: Project, choice: RecipeChoice): Promise<TrainingPlan> {
    const plan = await planTraining(project, choice)
    const obstacles = plan.obstacles.map(({ message, advice }) => `${message} ${advice}`)
    return { ...plan, obstacles }
  }

  /** Throws the first obstacle of the plan. With `resume` an interrupted run goes on. */
  async start(project: Project, choice: RecipeChoice, resume?: RunId): Promise<JobId> {
    const { run, recipe } = resume
      ? await this.#resumable(project, resume)
      : await this.#newRun(project, choice)
    let resuming = resume !== undefined
    return this.#tools.jobs.start({
      kind: 'train',
      project: project.id,
      title: `Run ${run.number}: ${recipe.method}`,
      resumable: true,
      lane: COMPUTE_LANE,
      run: async (context) => {
        const result = this.#train(project, run, resuming, context)
        resuming = true
        return result
      },
    })
  }

  async remove(project: Project, run: RunId): Promise<void> {
    const { state } = await project.store.runs.get(run)
    if (state === 'running') {
      throw new Failure('BAD_REQUEST', 'This run is still training.', {
        advice: 'Cancel it first.',
      })
    }
    await project.store.runs.remove(run)
    await rm(runDirectory(project.store.directory, run), { recursive: true, force: true })
    await project.review.loadRuns()
    await project.announce('runs', 'suggestions')
  }

  stop(): Promise<void> {
    return this.#worker.stop()
  }

  async #newRun(project: Project, choice: RecipeChoice): Promise<{ run: RunInfo; recipe: Recipe }> {
    const { recipe, obstacles, images } = await planTraining(project, choice)
    const [obstacle] = obstacles
    if (obstacle) throw obstacle
    const run = await project.store.runs.create({
      recipe,
      device: recipe.device,
      images,
      classes: project.labels.classes.length,
      decisions: (await project.store.summary()).decisions,
    })
    await project.announce('runs')
    return { run, recipe }
  }

  async #resumable(project: Project, id: RunId): Promise<{ run: RunInfo; recipe: Recipe }> {
    const run = await project.store.runs.get(id)
    if (run.state === 'done' || run.state === 'running') {
      throw new Failure(
        'BAD_REQUEST',
        `Run ${run.number} is ${run.state}; there is nothing to resume.`,
      )
    }
    return { run, recipe: recipeSchema.parse(run.recipe) }
  }

  async #train(
    project: Project,
    { id }: RunInfo,
    resume: boolean,
    context: JobContext,
  ): Promise<JobResult> {
    const { runs } = project.store
    context.report({ result: { run: id } })
    const started = performance.now()
    try {
      const { recipe } = await runs.update(id, { state: 'running', failure: null })
      const key = keyOf(recipe)
      const wanted = viewsOfRun(recipe)
      await computeFeatures(project, { key, ...wanted, extraViewsOf: 'train' }, context)
      const featureSeconds = (performance.now() - started) / 1000
      const answer = await this.#fit(project, id, recipe, resume, context)
      const seconds = (performance.now() - started) / 1000
      const metrics = { ...answer.metrics, seconds, featureSeconds }
      await runs.update(id, { state: 'done', device: answer.device.id, metrics })
      await project.review.loadRuns()
      return { run: id }
    } catch (error) {
      const state = context.signal.aborted ? 'cancelled' : 'failed'
      await runs.update(id, { state, failure: toFailureInfo(error).message })
      throw error
    } finally {
      await project.announce('runs', 'suggestions')
    }
  }

  async #fit(
    project: Project,
    id: RunId,
    recipe: Recipe,
    resume: boolean,
    { signal, report }: JobContext,
  ) {
    const directory = runDirectory(project.store.directory, id)
    const snapshot = resume
      ? await readSnapshot(directory)
      : await newSnapshot(project, recipe, signal)
    if (!resume) await writeSnapshot(directory, snapshot)
    const order = await orderOf(project, recipe, snapshot, { directory, resume })
    const epochs: EpochRecord[] = resume ? (await project.store.runs.get(id)).epochs : []
    const write = atMostOneWaiting(async () => {
      await project.store.runs.update(id, { epochs: [...epochs] })
      await project.announce('runs')
    })
    const keep = (record: EpochRecord) => {
      epochs.splice(record.epoch - 1, epochs.length, record)
      void write()
    }
    // Looking at devices switches them; never while one trains.
    await this.devices()
    const answer = await this.#worker.call('train', order, {
      signal,
      onEvent: (event) => {
        if (event.kind === 'epoch') keep(event.record)
        else report({ step: 'training', done: event.done, total: event.total })
      },
    })
    await write()
    return answer
  }
}

/**
 * Runs `work` one at a time and, however often it is asked for meanwhile, once more after that: a
 * quick training has epochs faster than they can be stored. Once it failed it stays failed.
 */
function atMostOneWaiting(work: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve()
  let isWaiting = false
  return () => {
    if (isWaiting) return last
    isWaiting = true
    last = last.then(() => {
      isWaiting = false
      return work()
    })
    // Whoever asks last hears of the error; nobody waits for the others.
    last.catch(() => undefined)
    return last
  }
}
