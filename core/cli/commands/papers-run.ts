import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { Failure } from '../../contract/failures'
import type { ProjectId } from '../../contract/ids'
import type { RecipeChoice, RunInfo } from '../../contract/training'
import { deviceId } from '../../contract/training'
import { type JudgedPart, judgedParts } from '../../dataset/simulate-protocol'
import { presetFor, presetMethods } from '../../spml/presets'
import { paperDatasetFacts } from '../../spml/presets/paper-datasets'
import {
  type Preset,
  type PresetDataset,
  presetDatasets,
  recipeOf,
} from '../../spml/presets/preset'
import { publishedFigures, publishedTable, publishedTables } from '../../spml/presets/published'
import type { PublishedTable } from '../../spml/presets/published-table'
import { meanAndDeviation } from '../bench/quantile'
import { parseInteger, parseNames, subcommand } from '../command'
import { follow, type HostSession, withHost } from '../host-session'
import { type Output, table } from '../output'
import { fullPath } from '../recipe-choice'

interface Options {
  dataset: PresetDataset
  data?: string
  format?: string
  judge: JudgedPart
  methods?: string[]
  table?: string
  backbone?: string
  /** Checked by the choices of its option. */
  device: NonNullable<RecipeChoice['device']>
  seeds: number
  teacher?: string
}

/** Said with every figure, for as long as it is so. */
const FROZEN =
  'The backbone is frozen here and only the head is trained; the papers train everything. The figures are not comparable with the published ones.'

export function addPapersRun(papers: Command, output: Output): void {
  subcommand(papers, 'run <project>', 'train as the papers do, beside what they publish')
    .addOption(
      new Option('--dataset <id>', 'whose settings and figures are taken')
        .choices(presetDatasets)
        .makeOptionMandatory(),
    )
    .option('--data <path>', 'the dataset that the project is made from, if there is none yet')
    .option('--format <id>', 'how the dataset is written (found out by itself by default)')
    .addOption(
      new Option('--judge <part>', 'of a new project: the part that runs are judged on')
        .choices(judgedParts)
        .default('test'),
    )
    .option(
      '--methods <a,b,c>',
      'ids of `singlet methods` (all of the table by default)',
      parseNames,
    )
    .option('--table <name>', 'one of `singlet papers` (all by default)')
    .option('--backbone <id or file>', 'an id of the catalogue or an ONNX file (default: mini)')
    .addOption(
      new Option('--device <id>', 'what trains')
        .choices(['auto', ...deviceId.options])
        .default('auto'),
    )
    .option('--seeds <number>', 'trainings of each method', parseInteger, 1)
    .option('--teacher <file>', 'scores for the methods that ask a teacher')
    .action(async (directory: string, options: Options) => {
      await withHost((session) => runPapers(session, resolve(directory), options, output))
    })
}

async function runPapers(
  session: HostSession,
  directory: string,
  options: Options,
  output: Output,
): Promise<void> {
  const tables = options.table === undefined ? publishedTables : [publishedTable(options.table)]
  const presets = await presetsOf(session, options, tables)
  const project = await projectOf(session, directory, options, output)
  output.line({ kind: 'note', words: FROZEN }, `${FROZEN}\n`)
  const methods: Record<string, unknown> = {}
  const rows = [['method', 'measured', 'best epoch', 'published (not comparable)']]
  for (const preset of presets) {
    const runs: RunInfo[] = []
    for (let seed = 1; seed <= options.seeds; seed++) {
      const choice = choiceOf(preset, options, seed)
      const run = await trainOnce(session, project, choice, preset.method, output)
      runs.push(run)
      tellRun(output, preset, run, tables)
    }
    const published = publishedOf(preset, tables)
    const spread = (pick: (run: RunInfo) => number | null | undefined) =>
      meanAndDeviation(runs.flatMap((run) => pick(run) ?? []))
    const [map, mapBest] = [
      spread((run) => run.metrics?.map),
      spread((run) => run.metrics?.mapBest),
    ]
    const hiddenMap = spread((run) => run.metrics?.hiddenMap)
    methods[preset.method] = { map, mapBest, hiddenMap, published, assumed: preset.assumed || null }
    rows.push([preset.method, inPercent(map.mean), inPercent(mapBest.mean), described(published)])
  }
  const { dataset, judge, backbone = null } = options
  output.summary(
    { dataset, judge, backbone, comparable: false, note: FROZEN, methods },
    table(rows),
  )
}

/** Checks every name before anything is made or trained. */
async function presetsOf(
  { client }: HostSession,
  { methods, dataset, seeds }: Options,
  tables: readonly PublishedTable[],
): Promise<Preset[]> {
  if (seeds < 1) throw new Failure('PARAMETER_INVALID', 'At least one training is needed.')
  const known = new Set((await client.training.methods()).map(({ id }) => id))
  const inTables = new Set(tables.flatMap(({ rows }) => rows.map(({ method }) => method)))
  const usual = presetMethods.filter((id) => inTables.has(id) && known.has(id))
  return (methods ?? usual).map((id) => {
    const preset = presetFor(id, dataset)
    if (preset && known.has(id)) return preset
    throw new Failure('METHOD_UNKNOWN', `No paper tells how to train ${id} on ${dataset}.`, {
      advice: `Choose of ${presetMethods.filter((one) => known.has(one)).join(', ')}.`,
    })
  })
}

/** Opens the project; makes it first where it is not there and `--data` is given. */
async function projectOf(
  { host, client }: HostSession,
  directory: string,
  { data, format, judge, dataset }: Options,
  output: Output,
): Promise<ProjectId> {
  const isThere = await access(directory).then(
    () => true,
    () => false,
  )
  if (!isThere && data !== undefined) {
    const made = await host.operations.simulate({
      ...{ directory, data: resolve(data), seed: 1200, judge },
      ...(format !== undefined && { format }),
    })
    for (const { path, reason } of made.skipped) {
      output.line({ kind: 'skipped', path, reason }, `skipped ${path}: ${reason}`)
    }
  }
  const { id } = await client.projects.open({ directory })
  const classes = (await client.classes.list({ project: id })).length
  const facts = paperDatasetFacts.find((one) => one.id === dataset)
  if (facts && facts.classes !== classes) {
    const words = `${facts.title} has ${facts.classes} classes, this project has ${classes}.`
    output.line({ kind: 'note', words }, words)
  }
  return id
}

function choiceOf(preset: Preset, options: Options, seed: number): RecipeChoice {
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

interface PublishedFraction {
  table: string
  label: string
  map: number
  sd: number | null
  printed: string
  doubts: string[]
}

function publishedOf(
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
  preset: Preset,
  { id, recipe, metrics, epochs }: RunInfo,
  tables: readonly PublishedTable[],
): void {
  const { method, dataset, source, assumed, optimiser } = preset
  output.line({
    kind: 'run',
    ...{ method, dataset, seed: recipe.seed, run: id, backbone: recipe.backbone },
    ...{ epochs: epochs.length, ...metrics },
    ...{ source, assumed: assumed || null, optimiser, comparable: false },
    published: publishedOf(preset, tables),
  })
}

function inPercent(value: number | null): string {
  return value === null ? '–' : (value * 100).toFixed(2)
}

function described(published: readonly PublishedFraction[]): string {
  const figures = published.map(
    ({ table: of, printed, doubts }) => `${of} ${printed}${doubts.length > 0 ? ' *' : ''}`,
  )
  return figures.join(', ') || 'nothing'
}
