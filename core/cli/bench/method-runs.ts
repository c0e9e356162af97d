import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { toFailureInfo } from '../../contract/failures'
import type { RecipeChoice, RunMetrics } from '../../contract/training'
import { computeFeatures } from '../../host/features-job'
import type { Project } from '../../host/project'
import { viewsOfRun } from '../../host/run-views'
import { firstKey } from '../../host/training-backbone'
import { newSnapshot, orderOf } from '../../host/training-order'
import { planTraining } from '../../host/training-plan'
import type { TrainingCalls } from '../../host/workers/training-calls'
import { WorkerClient } from '../../host/worker-channel'

/** The same on every machine, so that its numbers are. */
const DEVICE = 'wasm'

/** One method on one choice of seeds. */
export interface MethodTask {
  readonly method: string
  readonly seed: number
  readonly project: Project
  readonly choice: RecipeChoice
}

export type MethodRun = Pick<MethodTask, 'method' | 'seed'> &
  ({ metrics: Omit<RunMetrics, 'seconds' | 'featureSeconds'> } | { failure: string })

/** Computes what any of the methods wants to see of the pictures, all in one go. */
export async function prepareViews(
  project: Project,
  choices: readonly RecipeChoice[],
  report: (step: string, done: number, total: number | null) => void,
): Promise<void> {
  const plans = await Promise.all(choices.map((choice) => planTraining(project, choice)))
  const recipes = plans.filter(({ obstacles }) => obstacles.length === 0).map((one) => one.recipe)
  const [first] = recipes
  if (!first) return
  const wishes = recipes.map(viewsOfRun)
  const views = [...new Set(wishes.flatMap((wish) => wish.views))]
  const maps = [...new Set(wishes.flatMap((wish) => wish.maps))]
  const cells = wishes.some((wish) => wish.cells)
  await computeFeatures(
    project,
    { key: await firstKey(project, first), views, maps, cells, extraViewsOf: 'train' },
    {
      signal: new AbortController().signal,
      report: ({ step = '', done = 0, total = null }) => {
        report(step, done, total)
      },
    },
  )
}

/** Trains side by side, one worker a core, and yields each run as it ends; a run that fails is one too. */
export async function* runMethods(
  tasks: readonly MethodTask[],
  { workers, parallel, scratch }: { workers: URL; parallel: number; scratch: string },
): AsyncGenerator<MethodRun> {
  const waiting = [...tasks]
  const clients = Array.from(
    { length: Math.min(parallel, tasks.length) },
    () => new WorkerClient<TrainingCalls>(new URL('training-worker.js', workers), 'training'),
  )
  const running = new Map<number, Promise<{ slot: number; run: MethodRun }>>()
  const next = (slot: number) => {
    const task = waiting.shift()
    const client = clients[slot]
    if (!task || !client) return running.delete(slot)
    const promise = runTask(client, task, scratch).then((run) => ({ slot, run }))
    return running.set(slot, promise)
  }
  try {
    clients.forEach((_, slot) => next(slot))
    while (running.size > 0) {
      const { slot, run } = await Promise.race(running.values())
      next(slot)
      yield run
    }
  } finally {
    await Promise.all(clients.map((client) => client.stop()))
  }
}

async function runTask(
  client: WorkerClient<TrainingCalls>,
  { method, seed, project, choice }: MethodTask,
  scratch: string,
): Promise<MethodRun> {
  try {
    const { recipe, obstacles } = await planTraining(project, choice)
    if (obstacles[0]) throw obstacles[0]
    const directory = join(scratch, crypto.randomUUID())
    await mkdir(directory, { recursive: true })
    const snapshot = await newSnapshot(project, recipe, new AbortController().signal)
    const order = await orderOf(project, recipe, snapshot, {
      directory,
      resume: false,
      device: DEVICE,
    })
    const { metrics } = await client.call('train', order)
    return { method, seed, metrics }
  } catch (error) {
    return { method, seed, failure: toFailureInfo(error).message }
  }
}
