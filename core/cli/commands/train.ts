import type { Command } from 'commander'
import { Failure } from '../../contract/failures'
import { runId } from '../../contract/ids'
import type { JobSnapshot } from '../../contract/jobs'
import type { EpochRecord, MethodInfo, RecipeChoice, RunInfo } from '../../contract/training'
import { type AddCommand, subcommand } from '../command'
import { follow, type HostSession, withHost } from '../host-session'
import { type Output, table } from '../output'
import { addRecipeOptions, chooseRecipe, type RecipeOptions } from '../recipe-choice'

interface TrainOptions extends RecipeOptions {
  resume?: string
}

export const addTrain: AddCommand = (program, output) => {
  addRecipeOptions(subcommand(program, 'train <directory>', 'train on the labels of a project'))
    .option('--resume <run>', 'go on with an interrupted run')
    .action(async (directory: string, options: TrainOptions) => {
      await withHost((session) => train(session, directory, options, output))
    })
}

async function train(
  session: HostSession,
  directory: string,
  options: TrainOptions,
  output: Output,
): Promise<void> {
  const { client } = session
  const { id: project } = await client.projects.open({ directory })
  const choice: RecipeChoice = await chooseRecipe(client, options)
  const { job } = await client.training.start({
    project,
    choice,
    ...(options.resume !== undefined && { resume: runId.parse(options.resume) }),
  })
  let epochsTold = 0
  const tell = async (snapshot: JobSnapshot) => {
    reportProgress(output, snapshot)
    const run = (await client.training.runs({ project })).find(
      (one) => one.id === snapshot.result?.['run'],
    )
    for (const epoch of run?.epochs.slice(epochsTold) ?? []) tellEpoch(output, epoch)
    epochsTold = run?.epochs.length ?? epochsTold
  }
  const ended = await follow(session, job, tell)
  const run = (await client.training.runs({ project })).find(
    (one) => one.id === ended.result?.['run'],
  )
  if (!run?.metrics) throw new Failure('INTERNAL', 'The run ended without a result.')
  for (const text of run.notes ?? []) output.line({ kind: 'note', text }, text)
  output.summary(summaryOf(run), describeRun(run))
}

function reportProgress(output: Output, snapshot: JobSnapshot): void {
  const { step, done, total, rate, secondsLeft } = snapshot
  output.progress(step, done, total)
  if (!step.startsWith('features') || total === null) return
  output.line({ kind: 'features', done, total, imagesPerSecond: rate, secondsLeft })
}

function tellEpoch(output: Output, epoch: EpochRecord): void {
  const { loss, map, agreement } = epoch
  const quality = map === null ? `agreement ${percent(agreement)}` : `mAP ${percent(map)}`
  output.line(
    { kind: 'epoch', ...epoch },
    `epoch ${epoch.epoch}  loss ${loss.toFixed(4)}  ${quality}`,
  )
}

function summaryOf(run: RunInfo): Record<string, unknown> {
  const { id, recipe, device, images, classes, epochs, metrics } = run
  return {
    run: id,
    method: recipe.method,
    backbone: recipe.backbone,
    device,
    images,
    classes,
    epochs: epochs.length,
    ...metrics,
  }
}

const percent = (value: number | null) => (value === null ? '–' : `${(value * 100).toFixed(1)} %`)

function describeRun({ number, recipe, device, metrics }: RunInfo): string {
  return table([
    ['run', 'method', 'backbone', 'device', 'mAP', 'best', 'hidden', 'seconds'],
    [
      String(number),
      recipe.method,
      recipe.backbone,
      device,
      percent(metrics?.map ?? null),
      percent(metrics?.mapBest ?? null),
      percent(metrics?.hiddenMap ?? null),
      metrics?.seconds.toFixed(1) ?? '–',
    ],
  ])
}

export function addRuns(program: Command, output: Output): void {
  subcommand(program, 'runs <directory>', 'list the training runs of a project').action(
    async (directory: string) => {
      await withHost(async ({ client }) => {
        const { id: project } = await client.projects.open({ directory })
        const runs = await client.training.runs({ project })
        for (const run of runs) {
          output.line({ kind: 'run', state: run.state, ...summaryOf(run) }, describeRun(run))
        }
        output.summary({ runs: runs.length }, `${runs.length} runs`)
      })
    },
  )
}

export function addMethods(program: Command, output: Output): void {
  subcommand(program, 'methods', 'list the training methods and what each believes').action(
    async () => {
      await withHost(async ({ client }) => {
        const methods = await client.training.methods()
        for (const method of methods) {
          output.line({ kind: 'method', ...method }, describeMethod(method))
        }
        output.summary({ methods: methods.length }, `${methods.length} methods`)
      })
    },
  )
}

const INDENT = 18

function describeMethod({ id, title, source, belief, needs, limits }: MethodInfo): string {
  const lines = [`${title} (${source})`, belief]
  if (needs.length > 0) lines.push(`Needs: ${needs.join(', ').replaceAll('-', ' ')}.`)
  if (limits !== null) lines.push(limits)
  return `${id.padEnd(INDENT)}${lines.join(`\n${' '.repeat(INDENT)}`)}`
}
