import { extname, resolve } from 'node:path'
import { InvalidArgumentError, Option } from 'commander'
import {
  type AnalysisKind,
  type AnalysisQuestion,
  analysisKind,
  type Figure,
  type FigureLine,
  pictureFormat,
} from '../../contract/analyses'
import { Failure } from '../../contract/failures'
import type { ClassId, ProjectId, RunId } from '../../contract/ids'
import { writeFileAtomic } from '../../store/files'
import { type AddCommand, parseNames, subcommand } from '../command'
import { type Client, withHost } from '../host-session'
import { type Output, table } from '../output'

interface AnalyseOptions {
  runs: string[]
  what: AnalysisKind
  class?: string
  to?: string
}

const fileTypes = [...pictureFormat.options, 'json'] as const

export const addAnalyse: AddCommand = (program, output) => {
  subcommand(program, 'analyse <directory>', 'compare training runs in figures')
    .requiredOption('--runs <ids>', 'ids or numbers of `singlet runs`, with commas', parseNames)
    .addOption(
      new Option('--what <figure>', 'what to look at')
        .choices(analysisKind.options)
        .default('epochs'),
    )
    .option('--class <name>', 'distributions of this class only (all together by default)')
    .option('--to <file>', `write the figure to a file: ${fileTypes.join(', ')}`, parseFile)
    .action(async (directory: string, options: AnalyseOptions) => {
      await withHost(({ client }) => analyse(client, directory, options, output))
    })
}

/** An ending that we cannot write is refused before anything is computed. */
function parseFile(text: string): string {
  if (fileTypes.some((type) => extname(text).toLowerCase() === `.${type}`)) return resolve(text)
  throw new InvalidArgumentError(
    `It must end in ${fileTypes.map((type) => `.${type}`).join(', ')}.`,
  )
}

async function analyse(
  client: Client,
  directory: string,
  options: AnalyseOptions,
  output: Output,
): Promise<void> {
  const { id: project } = await client.projects.open({ directory })
  const question: AnalysisQuestion & { project: ProjectId } = {
    project,
    runs: await namedRuns(client, project, options.runs),
    what: options.what,
    class: options.class === undefined ? null : await namedClass(client, project, options.class),
  }
  const figure = await client.analyses.figure(question)
  if (options.to !== undefined) await write(client, question, figure, options.to)
  tell(figure, options.to ?? null, output)
}

async function write(
  client: Client,
  question: AnalysisQuestion & { project: ProjectId },
  figure: Figure,
  path: string,
): Promise<void> {
  const format = pictureFormat.safeParse(extname(path).slice(1).toLowerCase())
  if (format.success) {
    const { base64 } = await client.analyses.picture({ ...question, format: format.data })
    await writeFileAtomic(path, Buffer.from(base64, 'base64'))
  } else {
    await writeFileAtomic(path, `${JSON.stringify(figure, null, 2)}\n`)
  }
}

/** One line for each panel, for people its lines with where they start and end. */
function tell({ panels, notes, what, runs }: Figure, path: string | null, output: Output): void {
  for (const panel of panels) {
    const rows = panel.lines.map((line) => [`  ${line.name}`, ...ends(line)])
    const body = panel.missing === '' ? table(rows) : `  ${panel.missing}`
    output.line({ kind: 'panel', ...panel }, `${panel.title}\n${body}`)
  }
  const ending = path === null ? [] : [`Wrote ${path}`]
  output.summary(
    { what, runs: runs.map(({ id }) => id), panels: panels.length, notes, path },
    [...notes, `${panels.length} panels of ${runs.length} runs`, ...ending].join('\n'),
  )
}

function ends({ x, y }: FigureLine): string[] {
  const known = y.flatMap((value, i) => (value === null ? [] : [{ at: x[i] ?? 0, value }]))
  return [known[0], known.at(-1)].map((end) =>
    end === undefined ? '–' : `${end.value.toPrecision(4)} at ${Number(end.at.toFixed(3))}`,
  )
}

async function namedRuns(
  client: Client,
  project: ProjectId,
  names: readonly string[],
): Promise<RunId[]> {
  const runs = await client.training.runs({ project })
  return names.map((name) => {
    const found = runs.find(({ id, number }) => id === name || String(number) === name)
    if (found) return found.id
    throw new Failure('NOT_FOUND', `There is no run ${name || 'without a name'}.`, {
      advice: 'See the runs with `singlet runs`.',
    })
  })
}

async function namedClass(client: Client, project: ProjectId, name: string): Promise<ClassId> {
  const classes = await client.classes.list({ project })
  const found = classes.find((one) => one.name === name)
  if (found) return found.id
  throw new Failure('NOT_FOUND', `There is no class ${name}.`, {
    advice: `The classes are ${classes.map((one) => one.name).join(', ')}.`,
  })
}
