import { resolve } from 'node:path'
import { Failure, toFailureInfo } from '../../contract/failures'
import type { ProjectId } from '../../contract/ids'
import type { RecipeChoice, RunInfo } from '../../contract/training'
import { type Preset, recipeOf } from '../../spml/presets/preset'
import { publishedFigures } from '../../spml/presets/published'
import type { PublishedTable } from '../../spml/presets/published-table'
import { meanAndDeviation } from '../bench/quantile'
import { asFailure, follow, type HostSession } from '../host-session'
import type { Output } from '../output'
import { fullPath } from '../recipe-choice'

export interface MeasureOptions {
  backbone?: string
  /** Checked by the choices of its option. */
  device: NonNullable<RecipeChoice['device']>
  /** Trainings of each method. */
  seeds: number
  teacher?: string
}

interface Order {
  preset: Preset
  published: PublishedFraction[]
  options: MeasureOptions
}

/** Trains once for each seed; a training that fails is told, and the others go on. */
export async function measure(
  session: HostSession,
  project: ProjectId,
  { preset, published, options }: Order,
  output: Output,
) {
  const { method, dataset } = preset
  const runs: RunInfo[] = []
  const failures: Failure[] = []
  for (let seed = 1; seed <= options.seeds; seed++) {
    try {
      const choice = choiceOf(preset, options, seed)
      const run = await trainOnce(session, project, choice, method, output)
      runs.push(run)
      tellRun(output, preset, run, published)
    } catch (error) {
      const failure = Failure.from(toFailureInfo(asFailure(error)))
      failures.push(failure)
      const { code, message, advice } = failure
      const words = `${method}, seed ${seed}: ${message} ${advice}`
      output.line({ kind: 'failed', method, dataset, seed, code, message, advice }, words)
    }
  }
  const spread = (pick: (run: RunInfo) => number | null | undefined) =>
    meanAndDeviation(runs.flatMap((run) => pick(run) ?? []))
  return {
    map: spread((run) => run.metrics?.map),
    mapBest: spread((run) => run.metrics?.mapBest),
    hiddenMap: spread((run) => run.metrics?.hiddenMap),
    failed: failures.length,
    failures,
  }
}

function choiceOf(preset: Preset, options: MeasureOptions, seed: number): RecipeChoice {
  const { backbone, device, teacher } = options
  return {
    ...recipeOf(preset),
    seed,
    device,
    ...(backbone !== undefined && { backbone: fullPath(backbone) }),
    ...(teacher !== undefined && { teacher: resolve(teacher) }),
  }
}

async function trainOnce(
  session: HostSession,
  project: ProjectId,
  choice: RecipeChoice,
  method: string,
  output: Output,
): Promise<RunInfo> {
  const { client } = session
  const { job } = await client.training.start({ project, choice })
  const ended = await follow(session, job, ({ step, done, total }) => {
    output.progress(`${method}: ${step}`, done, total)
  })
  const runs = await client.training.runs({ project })
  const run = runs.find((one) => one.id === ended.result?.['run'])
  if (run?.metrics) return run
  throw new Failure('INTERNAL', 'The run ended without a result.')
}

export interface PublishedFraction {
  table: string
  label: string
  map: number
  sd: number | null
  printed: string
  doubts: string[]
}

/** What is published of a method on a dataset, as fractions. */
export function publishedOf(
  { method, dataset }: Preset,
  tables: readonly PublishedTable[],
): PublishedFraction[] {
  return publishedFigures(method, dataset, tables).map(
    ({ table: of, label, value, spread, printed, doubts }) => ({
      ...{ table: of.id, label, map: value / 100 },
      ...{ sd: spread === null ? null : spread / 100, printed, doubts },
    }),
  )
}

function tellRun(
  output: Output,
  { method, dataset, source, assumed, optimiser }: Preset,
  { id, recipe, metrics, epochs }: RunInfo,
  published: readonly PublishedFraction[],
): void {
  output.line({
    kind: 'run',
    ...{ method, dataset, seed: recipe.seed, run: id, backbone: recipe.backbone },
    ...{ epochs: epochs.length, ...metrics },
    ...{ source, assumed: assumed || null, optimiser, comparable: false, published },
  })
}
