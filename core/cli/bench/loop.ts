import { setTimeout } from 'node:timers/promises'
import type { ClassId, ImageId, ProjectId, RunId } from '../../contract/ids'
import type { ScoreSource } from '../../contract/review'
import { RandomState } from '../../kernel/rng'
import { annotate, type SweepPort } from '../../review/simulated-annotator'
import { follow, type HostSession } from '../host-session'
import { auditAll, type AuditOutcome } from './audit-all'
import { quantile } from './quantile'
import { readTruth, type Truth } from './truth'

export const loopStrategies = ['instant', 'run', 'run-again', 'random'] as const
export type LoopStrategy = (typeof loopStrategies)[number]

export interface LoopOptions {
  readonly strategy: LoopStrategy
  readonly seed: number
  readonly backbone?: string
  readonly errorRate: number
  readonly decisionsPerImage: number
  readonly targetRecall: number
  /** Ends with a random audit of every class. */
  readonly audit: boolean
  readonly onAudit: (outcome: AuditOutcome) => void
}

/** The state of a project after some decisions. */
export interface LoopRound {
  readonly decisionsPerImage: number
  /** Seconds of a person for each image, seeds not counted. */
  readonly humanSeconds: number
  /** Share of the hidden labels that were found. */
  readonly recall: number
  /** Share of the labels called present that are. */
  readonly precision: number
  readonly estimatedMissing: [number, number, number] | null
  readonly trueMissing: number
  /** Milliseconds from the end of a page to the next one, models refreshed in between. */
  readonly refresh: { median: number; p95: number }
}

const PAGE = 20
const WAIT_MS = 100
/** Rounds are told after so many decisions for each image. */
const ROUND = 0.5

/** A simulated annotator works through a project by the calls that a window makes. */
export async function* runLoop(
  session: HostSession,
  project: ProjectId,
  options: LoopOptions,
): AsyncGenerator<LoopRound> {
  const { client, host } = session
  const opened = host.services.projects.get(project)
  const truth = await readTruth(opened)
  // A person needs minutes for what is done here in seconds: the better form is there by then.
  while (opened.instant.isPassing) await setTimeout(WAIT_MS)
  const refreshes: number[] = []
  let source: ScoreSource = 'instant'
  const train = async () => {
    const choice = options.backbone === undefined ? {} : { backbone: options.backbone }
    const { job } = await client.training.start({
      project,
      choice: { ...choice, seed: options.seed },
    })
    // The job names the run that it made.
    source = (await follow(session, job, () => undefined)).result?.['run'] as RunId
  }
  if (options.strategy === 'run' || options.strategy === 'run-again') await train()
  const port =
    options.strategy === 'random'
      ? randomPort(session, project, truth, options.seed)
      : sweepPort(session, project, () => source, refreshes)
  const ids = opened.labels
  const isPresent = (image: number, cls: number) =>
    truth.isPresent(image as ImageId, cls as ClassId)
  const steps = annotate(port, isPresent, {
    pageSize: PAGE,
    decisions: Math.ceil(options.decisionsPerImage * truth.images),
    errorRate: options.errorRate,
    seed: options.seed,
  })
  let next = ROUND
  let retrained = false
  let reached = false
  for await (const step of steps) {
    const decisionsPerImage = step.decisions / truth.images
    const recall: number = truth.hidden === 0 ? 1 : step.found / truth.hidden
    const crossed: boolean = !reached && recall >= options.targetRecall
    reached ||= crossed
    if (decisionsPerImage + 1e-9 < next && !crossed) continue
    if (decisionsPerImage + 1e-9 >= next) next += ROUND
    const { missing } = await client.projects.summary({ project })
    yield {
      decisionsPerImage,
      humanSeconds: step.humanSeconds / truth.images,
      recall,
      precision: precisionOf(ids, truth),
      estimatedMissing: missing && [missing.low, missing.mid, missing.high],
      trueMissing: truth.hidden - step.found,
      refresh: { median: quantile(refreshes, 0.5), p95: quantile(refreshes, 0.95) },
    }
    if (options.strategy !== 'run-again' || retrained || decisionsPerImage < 1) continue
    retrained = true
    await train()
  }
  if (options.audit) options.onAudit(await auditAll(session, project, truth))
}

function sweepPort(
  { client }: HostSession,
  project: ProjectId,
  source: () => ScoreSource,
  refreshes: number[],
): SweepPort {
  return {
    overview: async () => (await client.review.overview({ project, source: source() })).classes,
    // The annotator passes on the ids that it was given.
    page: async (cls, size) => {
      const page = await client.review.page({ project, class: cls, source: source(), size })
      // Near-duplicates are answered with the tile that they stand behind.
      return { ...page, tiles: page.tiles.flatMap((tile) => [tile, ...tile.also]) }
    },
    commit: async (cls, answers, ms) => {
      const started = performance.now()
      await client.review.commit({
        ...{ project, class: cls, source: source(), size: PAGE, ms },
        answers: answers.map(({ image, state }) => ({
          ...{ image: image as ImageId, state, probability: null },
        })),
      })
      refreshes.push(performance.now() - started)
    },
  }
}

/** The baseline without a model: unknown labels in any order. */
function randomPort(
  { client, host }: HostSession,
  project: ProjectId,
  truth: Truth,
  seed: number,
): SweepPort {
  const { labels } = host.services.projects.get(project)
  const rng = new RandomState(seed)
  const width = labels.classes.length
  const open = rng.permutation(truth.images * width)
  let at = 0
  const isOpen = (entry: number, column: number) =>
    entry % width === column && labels.states[entry] === 0
  return {
    overview: () => {
      const column = (open[at] ?? 0) % width
      const id = labels.classes[column]
      return Promise.resolve(id === undefined ? [] : [{ class: id, finished: false }])
    },
    page: (cls, size) => {
      const column = labels.classIndex(cls as ClassId)
      const tiles: { image: number }[] = []
      for (let i = at; i < open.length && tiles.length < size; i++) {
        const entry = open[i] ?? 0
        if (isOpen(entry, column))
          tiles.push({ image: labels.images[Math.floor(entry / width)] ?? 0 })
      }
      at++
      return Promise.resolve({ tiles, untouched: 'absent' })
    },
    commit: async (cls, answers, ms) => {
      await client.labels.decide({
        ...{ project, view: 'sweep', ms },
        decisions: answers.map(({ image, state }) => ({
          ...{ image: image as ImageId, class: cls as ClassId, state },
          kind: state === 'present' ? ('accept' as const) : ('reject' as const),
        })),
      })
    },
  }
}

function precisionOf({ images, classes, states }: LabelTableLike, truth: Truth): number {
  let present = 0
  let right = 0
  images.forEach((image, row) => {
    classes.forEach((cls, column) => {
      if (states[row * classes.length + column] !== 1) return
      present++
      if (truth.isPresent(image, cls)) right++
    })
  })
  return present === 0 ? 1 : right / present
}

interface LabelTableLike {
  readonly images: readonly ImageId[]
  readonly classes: readonly ClassId[]
  readonly states: Int8Array
}
