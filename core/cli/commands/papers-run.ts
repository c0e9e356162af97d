import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { Failure } from '../../contract/failures'
import type { ProjectId } from '../../contract/ids'
import { deviceKind } from '../../contract/compute-devices'
import { type JudgedPart, judgedParts } from '../../dataset/simulate-protocol'
import { presetFor, presetMethods } from '../../spml/presets'
import { paperDatasetFacts } from '../../spml/presets/paper-datasets'
import { type Preset, type PresetDataset, presetDatasets } from '../../spml/presets/preset'
import { publishedTable, publishedTables } from '../../spml/presets/published'
import type { PublishedTable } from '../../spml/presets/published-table'
import { parseInteger, parseNames, subcommand } from '../command'
import { type HostSession, withHost } from '../host-session'
import { type Output, table } from '../output'
import {
  measure,
  type MeasureOptions,
  type PublishedFraction,
  publishedOf,
} from './papers-training'

interface Options extends MeasureOptions {
  dataset: PresetDataset
  data?: string
  format?: string
  judge: JudgedPart
  methods?: string[]
  table?: string
}

/** Said with every figure, for as long as it is so. */
const FROZEN =
  'The backbone is frozen here and only the head is trained; the papers train everything. The figures are not comparable with the published ones.'

export function addPapersRun(papers: Command, output: Output): void {
  subcommand(
    papers,
    'run <project>',
    'train heads as the papers train networks, beside what they publish',
  )
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
        .choices(['auto', ...deviceKind.options])
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
  const { project, judge } = await projectOf(session, directory, options, output)
  output.line({ kind: 'note', words: FROZEN }, `${FROZEN}\n`)
  const methods: Record<string, unknown> = {}
  const failed: Failure[] = []
  const rows = [['method', 'measured', 'last epoch', 'published (not comparable)']]
  for (const preset of presets) {
    const published = publishedOf(preset, tables)
    const { method } = preset
    const measured = await measure(session, project, { preset, published, options }, output)
    const { failures, ...figures } = measured
    failed.push(...failures)
    methods[method] = { ...figures, published, assumed: preset.assumed || null }
    const { map, mapBest } = figures
    rows.push([method, inPercent(mapBest.mean), inPercent(map.mean), described(published)])
  }
  const [failure] = failed
  if (failure && failed.length === presets.length * options.seeds) throw failure
  const { dataset, backbone = null } = options
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
  const wanted = methods ?? usual
  if (wanted.length === 0) {
    throw new Failure('METHOD_UNKNOWN', 'No paper tells how to train what the table has.', {
      advice: 'Name methods with --methods.',
    })
  }
  return wanted.map((id) => {
    const preset = presetFor(id, dataset)
    if (preset && known.has(id)) return preset
    throw new Failure('METHOD_UNKNOWN', `No paper tells how to train ${id} on ${dataset}.`, {
      advice: `Choose of ${presetMethods.filter((one) => known.has(one)).join(', ')}.`,
    })
  })
}

/** Opens the project; makes it first where it is not there and `--data` is given, and says how. */
async function projectOf(
  { host, client }: HostSession,
  directory: string,
  { data, format, judge, dataset }: Options,
  output: Output,
): Promise<{ project: ProjectId; judge: JudgedPart | null }> {
  const isThere = await access(directory).then(
    () => true,
    () => false,
  )
  const isNew = !isThere && data !== undefined
  if (isNew) {
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
  return { project: id, judge: isNew ? judge : null }
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
