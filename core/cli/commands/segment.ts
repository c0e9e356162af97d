import { resolve } from 'node:path'
import { CommanderError } from 'commander'
import { type AddCommand, parseFraction, parseInteger, subcommand } from '../command'
import { follow, type HostSession, withHost } from '../host-session'
import type { Output } from '../output'
import { promptAll } from '../segment/prompt-all'
import { proposeSuggested } from '../segment/propose-suggested'

interface SegmentOptions {
  everything?: true
  prompts?: string
  suggestions?: true
  export?: string
  to?: string
  model?: string
  keep?: true
  run?: string
  limit: number
  reliable: number
}

/**
 * Activation maps are coarse and fall off from their peak: the few masks looked at had 0.2 to 0.5, and
 * S2C's own 0.5 would leave hardly any. Provisional, since nobody has compared them with a truth.
 */
const USUAL_RELIABILITY = 0.2

export const addSegment: AddCommand = (program, output) => {
  subcommand(program, 'segment <directory>', 'cut things out of the pictures of a project')
    .option('--everything', 'cut every picture into everything in it; goes on where it stopped')
    .option('--prompts <file>', 'answer points, boxes and strokes, one JSON object a line')
    .option('--keep', 'with --prompts: keep the best mask of each as a segment')
    .option('--suggestions', 'propose what suggestions are seen by as segments')
    .option('--run <id>', 'with --suggestions: of this run (the better source by default)')
    .option('--limit <number>', 'with --suggestions: at most so many', parseInteger, 1000)
    .option(
      '--reliable <fraction>',
      'with --suggestions: only as reliable as this',
      parseFraction,
      USUAL_RELIABILITY,
    )
    .option('--export <format>', 'write the segments, in one of `singlet formats`')
    .option('--to <folder>', 'with --export: where they go')
    .option('--model <id>', 'which segmenter (`singlet models list`); the settings say otherwise')
    .action(async (directory: string, options: SegmentOptions) => {
      requireSense(options)
      await withHost((session) => segment(session, directory, options, output))
    })
}

/** One thing at a time, and what it needs. */
function requireSense(options: SegmentOptions): void {
  const { everything, prompts, suggestions, export: format, to } = options
  const acts = [everything, prompts, suggestions, format].filter((act) => act !== undefined)
  const say = (message: string) => new CommanderError(2, 'singlet.segment', `error: ${message}`)
  if (acts.length !== 1) {
    throw say('one of --everything, --prompts, --suggestions and --export is needed')
  }
  if (format !== undefined && to === undefined) throw say('--export needs --to')
}

async function segment(
  session: HostSession,
  directory: string,
  options: SegmentOptions,
  output: Output,
): Promise<void> {
  const model = options.model ?? null
  const { prompts, run = 'auto', limit, reliable } = options
  if (prompts !== undefined) {
    const keep = options.keep === true
    await promptAll(session, { directory, file: prompts, model, keep }, output)
  } else if (options.suggestions) {
    await proposeSuggested(session, { directory, model, run, limit, reliable }, output)
  } else if (options.everything) {
    await cutEverything(session, directory, model, output)
  } else {
    await write(session, directory, options, output)
  }
}

async function cutEverything(
  session: HostSession,
  directory: string,
  model: string | null,
  output: Output,
): Promise<void> {
  const { client } = session
  const { id: project } = await client.projects.open({ directory })
  const started = performance.now()
  const { job } = await client.segments.everythingAll({ project, model })
  const { result } = await follow(session, job, ({ step, done, total, rate, secondsLeft }) => {
    output.progress(step, done, total)
    if (total === null) return
    output.line({ kind: 'everything', done, total, picturesPerSecond: rate, secondsLeft })
  })
  const seconds = (performance.now() - started) / 1000
  output.summary(
    { ...result, seconds },
    `${result?.['segments'] ?? 0} segments cut, ${result?.['unreadable'] ?? 0} of ` +
      `${result?.['pictures'] ?? 0} pictures unreadable, ${seconds.toFixed(1)} s`,
  )
}

async function write(
  session: HostSession,
  directory: string,
  { export: format = '', to = '' }: SegmentOptions,
  output: Output,
): Promise<void> {
  const { client } = session
  const { id: project } = await client.projects.open({ directory })
  const { segments, lost } = await client.exports.preview({ project, format })
  const wish = { project, format, directory: resolve(to), run: null }
  const { job } = await client.exports.start(wish)
  const { result } = await follow(session, job, ({ step, done, total }) => {
    output.progress(step, done, total)
  })
  output.summary(
    { ...{ format, segments, lost }, path: result?.['path'], files: result?.['files'] },
    [`Wrote ${segments} segments to ${String(result?.['path'])}`, ...lost].join('\n'),
  )
}
