import { rm } from 'node:fs/promises'
import { type DeviceChoice, type DeviceId, type DeviceInfo } from '../contract/compute-devices'
import { Failure, toFailureInfo } from '../contract/failures'
import type { JobId, RunId } from '../contract/ids'
import {
  type EpochRecord,
  type MethodInfo,
  type Recipe,
  recipe as recipeSchema,
  type RecipeChoice,
  type RunInfo,
  type TrainingPlan,
} from '../contract/training'
import { methodInfos } from '../spml/catalogue'
import type { DeviceService } from './device-service'
import { COMPUTE_LANE, computeFeatures } from './features-job'
import type { InferenceService } from './inference-service'
import type { JobContext, JobResult, Jobs } from './jobs'
import type { Project } from './project'
import { readSnapshot, runDirectory, writeSnapshot } from './run-files'
import { viewsOfRun } from './run-views'
import { firstBackbone } from './training-backbone'
import { newSnapshot, orderOf } from './training-order'
import { planTraining } from './training-plan'
import type { Plan } from './training-plan'
import { withoutDevice } from './training-obstacles'
import { TrainingWorkers } from './training-workers'

interface Tools {
  readonly jobs: Jobs
  readonly inference: InferenceService
  readonly devices: DeviceService
  readonly workers: URL
  readonly dataDirectory: string
}

/** Trainings: planned, run in their workers one after the other, stored as runs. */
export class TrainingService {
  readonly #tools: Tools
  readonly #workers: TrainingWorkers

  constructor(tools: Tools) {
    this.#tools = tools
    this.#workers = new TrainingWorkers(tools.workers, tools.dataDirectory)
  }

  methods(): MethodInfo[] {
    return [...methodInfos]
  }

  async plan(project: Project, choice: RecipeChoice): Promise<TrainingPlan> {
    const plan = await this.#planned(project, choice)
    const obstacles = plan.obstacles.map(({ message, advice }) => `${message} ${advice}`)
    return { ...plan, obstacles }
  }

  /**
   * Throws the first obstacle of the plan. With `resume` an interrupted run goes on, on another device
   * than its recipe's when `device` names one.
   */
  async start(
    project: Project,
    choice: RecipeChoice,
    { resume, device }: { resume?: RunId | undefined; device?: DeviceChoice | undefined } = {},
  ): Promise<JobId> {
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
        const how = { resume: resuming, device: device ?? recipe.device }
        const result = this.#train(project, run, how, context)
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
    return this.#workers.stop()
  }

  /** The plan, and whether the devices can carry it out. */
  async #planned(project: Project, choice: RecipeChoice): Promise<Plan> {
    const plan = await planTraining(project, choice)
    if (plan.recipe.trains !== 'all') return plan
    const devices = await this.#tools.devices.list()
    return { ...plan, obstacles: [...plan.obstacles, ...withoutDevice(plan.recipe, devices)] }
  }

  async #newRun(project: Project, choice: RecipeChoice): Promise<{ run: RunInfo; recipe: Recipe }> {
    const { recipe, obstacles, images } = await this.#planned(project, choice)
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
    how: { resume: boolean; device: DeviceChoice },
    context: JobContext,
  ): Promise<JobResult> {
    const { runs } = project.store
    context.report({ result: { run: id } })
    const started = performance.now()
    let device: DeviceInfo | null = null
    try {
      const before = await runs.update(id, { state: 'running', failure: null })
      const { recipe } = before
      const { key, made } = await firstBackbone(project, recipe)
      if (made) await this.#workers.prepare({ ...made, file: key.backbone }, context.signal)
      const wanted = viewsOfRun(recipe)
      await computeFeatures(project, { key, ...wanted, extraViewsOf: 'train' }, context)
      const featureSeconds = (performance.now() - started) / 1000
      device = await this.#tools.devices.use(how.device)
      await runs.update(id, { device: device.id, notes: notesOn(device, before) })
      const answer = await this.#fit(project, id, recipe, { ...how, device }, context)
      const seconds = (performance.now() - started) / 1000
      const metrics = { ...answer.metrics, seconds, featureSeconds }
      await runs.update(id, { state: 'done', metrics })
      await project.review.loadRuns()
      return { run: id }
    } catch (cause) {
      const error = device ? await this.#withNext(cause, device.id) : cause
      const state = context.signal.aborted ? 'cancelled' : 'failed'
      const { message, code } = toFailureInfo(error)
      await runs.update(id, { state, failure: message, failureCode: code })
      throw error
    } finally {
      await project.announce('runs', 'suggestions')
    }
  }

  async #fit(
    project: Project,
    id: RunId,
    recipe: Recipe,
    { resume, device }: { resume: boolean; device: DeviceInfo },
    { signal, report }: JobContext,
  ) {
    const directory = runDirectory(project.store.directory, id)
    const snapshot = resume
      ? await readSnapshot(directory)
      : await newSnapshot(project, recipe, signal)
    if (!resume) await writeSnapshot(directory, snapshot)
    const how = { directory, resume, device: device.id }
    const order = await orderOf(project, recipe, snapshot, how)
    const before = resume ? await project.store.runs.get(id) : null
    const epochs: EpochRecord[] = before?.epochs ?? []
    const notes = new Set(before?.notes)
    const write = atMostOneWaiting(async () => {
      await project.store.runs.update(id, { epochs: [...epochs], notes: [...notes] })
      await project.announce('runs')
    })
    const keep = (record: EpochRecord) => {
      epochs.splice(record.epoch - 1, epochs.length, record)
      void write()
    }
    const note = (text: string) => {
      notes.add(text)
      void write()
    }
    const answer = await this.#workers.train(device, order, {
      signal,
      onEvent: (event) => {
        if (event.kind === 'epoch') keep(event.record)
        else if (event.kind === 'note') note(event.text)
        else if (event.kind === 'step')
          report({ step: 'training', done: event.done, total: event.total })
        else {
          const step = event.kind === 'segments' ? 'reading segments' : 'scoring'
          report({ step, done: event.done, total: event.total })
        }
      },
    })
    await write()
    return answer
  }

  /** A device that failed: what it can go on with. */
  async #withNext(error: unknown, failed: DeviceId): Promise<unknown> {
    if (!(error instanceof Failure) || error.code !== 'DEVICE_FAILED') return error
    const next = await this.#tools.devices.next(failed)
    if (!next) return error
    const advice = `Go on from the last checkpoint on ${next.title}; the numbers may differ slightly.`
    return new Failure(error.code, error.message, { advice, cause: error })
  }
}

/** A run that goes on on another device is no longer the run of one. */
function notesOn({ id, title }: DeviceInfo, { device, epochs, notes = [] }: RunInfo): string[] {
  if (epochs.length === 0 || device === id) return notes
  const from = `From epoch ${epochs.length + 1} on it ran on ${title}`
  return [...notes, `${from}; its numbers may differ slightly from those of one device.`]
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
