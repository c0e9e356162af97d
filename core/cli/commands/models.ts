import type { Command } from 'commander'
import { Failure } from '../../contract/failures'
import type { SegmenterInfo } from '../../contract/segments'
import { type AddCommand, subcommand } from '../command'
import { follow, type HostSession, withHost } from '../host-session'
import { type Output, table } from '../output'
import { fullPath } from '../recipe-choice'

export const addModels: AddCommand = (program, output) => {
  const models = program
    .command('models')
    .description('segmenters: which are here, and getting others')
    .exitOverride()
  addList(models, output)
  addPull(models, output)
  addImport(models, output)
  addRemove(models, output)
}

function addList(models: Command, output: Output): void {
  subcommand(models, 'list', 'the segmenters that are here, and those that can be had')
    .option('--verify', 'read every file of those that are here, and compare it with what came')
    .action((options: { verify?: boolean }) =>
      withHost(async (session) => {
        const all = await session.client.segments.models()
        for (const model of all) output.line({ kind: 'model', ...model })
        const wrong = options.verify === true ? await verified(session, all, output) : null
        const here = all.filter(({ state }) => state === 'ready').length
        output.summary(
          { models: all.length, ready: here, ...(wrong !== null && { wrong }) },
          table(all.map(row)),
        )
        if (wrong !== null && wrong > 0) process.exitCode = 1
      }),
    )
}

/** How many models have files that are not as they came. */
async function verified(
  { host }: HostSession,
  all: readonly SegmenterInfo[],
  output: Output,
): Promise<number> {
  let wrong = 0
  for (const { id } of all.filter(({ state, embedded }) => state !== 'absent' && !embedded)) {
    const files = await host.services.segmenters.verify(id, new AbortController().signal)
    const words = files.length === 0 ? 'as it came' : `not as it came: ${files.join(', ')}`
    output.line({ kind: 'verified', id, right: files.length === 0, files }, `${id}: ${words}`)
    if (files.length > 0) wrong++
  }
  return wrong
}

function row({ id, title, state, embedded, bytes, licence, goodFor }: SegmenterInfo): string[] {
  const here = embedded ? 'comes with Singlet' : state === 'absent' ? 'can be pulled' : state
  const size = bytes > 0 ? `${(bytes / 1e6).toFixed(0)} MB` : ''
  return [id, title, here, size, licence, goodFor]
}

function addPull(models: Command, output: Output): void {
  subcommand(
    models,
    'pull <model>',
    'download a segmenter: the only command that uses a network',
  ).action((model: string) =>
    withHost(async (session) => {
      const started = performance.now()
      const { job } = await session.client.segments.pullModel({ model })
      await followPull(session, job, output)
      const seconds = (performance.now() - started) / 1000
      const info = await infoOf(session, model)
      output.summary(
        { ...info, seconds },
        `${info.title} is here (${info.licence}). “singlet segment --model ${model}” uses it.`,
      )
    }),
  )
}

/** Ctrl+C cancels as the window does; what has arrived is kept. */
async function followPull(
  session: HostSession,
  job: Parameters<typeof follow>[1],
  output: Output,
): Promise<void> {
  const cancel = () => {
    session.host.services.jobs.cancel(job)
  }
  process.once('SIGINT', cancel).once('SIGTERM', cancel)
  try {
    await follow(session, job, ({ step, done, total }) => {
      output.progress(step, done, total)
    })
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'CANCELLED') throw error
    throw new Failure('CANCELLED', 'Cancelled.', {
      advice: 'Run it again to go on: what has arrived is kept.',
    })
  } finally {
    process.off('SIGINT', cancel).off('SIGTERM', cancel)
  }
}

function addImport(models: Command, output: Output): void {
  subcommand(
    models,
    'import <path>',
    'take a segmenter from a folder, or from beside one of its files',
  )
    .option('--name <id>', 'what to call it; its folder’s name when left out')
    .action((path: string, options: { name?: string }) =>
      withHost(async ({ client }) => {
        const input = { path: fullPath(path), model: options.name ?? null }
        const info = await client.segments.importModel(input)
        output.summary(info, `${info.title} is here, as “${info.id}”.`)
      }),
    )
}

function addRemove(models: Command, output: Output): void {
  subcommand(models, 'remove <model>', 'take a segmenter off this machine').action(
    (model: string) =>
      withHost(async ({ client }) => {
        await client.segments.removeModel({ model })
        output.summary({ removed: model }, `“${model}” is removed.`)
      }),
  )
}

async function infoOf({ client }: HostSession, id: string): Promise<SegmenterInfo> {
  const info = (await client.segments.models()).find((model) => model.id === id)
  if (info === undefined) throw new Failure('MODEL_MISSING', `There is no segmenter “${id}”.`)
  return info
}
