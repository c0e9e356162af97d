import { resolve } from 'node:path'
import type { Command } from 'commander'
import { runId } from '../../contract/ids'
import { type AddCommand, subcommand } from '../command'
import { follow, withHost } from '../host-session'
import type { Output } from '../output'

interface ExportOptions {
  to: string
  format: string
  run?: string
  proposed?: true
}

export const addExport: AddCommand = (program, output) => {
  subcommand(program, 'export <directory>', 'write the dataset or the classifier to a folder')
    .requiredOption('--to <folder>', 'where it goes')
    .requiredOption('--format <id>', 'one of `singlet formats`')
    .option('--run <id>', 'the run whose classifier is written (the latest by default)')
    .option('--proposed', 'segments too that nobody has looked at yet')
    .action(async (directory: string, options: ExportOptions) => {
      await withHost(async (session) => {
        const { client } = session
        const { id: project } = await client.projects.open({ directory })
        const { format } = options
        const proposed = options.proposed === true
        const preview = await client.exports.preview({ project, format, proposed })
        const { lost, images, segments, ...labels } = preview
        const { job } = await client.exports.start({
          project,
          format,
          directory: resolve(options.to),
          run: options.run === undefined ? null : runId.parse(options.run),
          proposed,
        })
        const { result } = await follow(session, job, ({ step, done, total }) => {
          output.progress(step, done, total)
        })
        output.summary(
          {
            format,
            path: result?.['path'],
            images,
            labels,
            segments,
            files: result?.['files'],
            lost,
          },
          [`Wrote ${String(result?.['files'])} files to ${String(result?.['path'])}`, ...lost].join(
            '\n',
          ),
        )
      })
    })
}

export function addFormats(program: Command, output: Output): void {
  subcommand(program, 'formats', 'list the formats with what each keeps and loses').action(
    async () => {
      await withHost(({ host }) => {
        const formats = host.services.exporting.catalogue()
        for (const format of formats) {
          output.line(
            { ...format, gives: format.kind, kind: 'format' },
            `${format.id.padEnd(12)}${format.purpose}\n${' '.repeat(12)}keeps ${format.keeps.join(', ')}; loses ${format.loses.join(', ') || 'nothing'}`,
          )
        }
        output.summary({ formats: formats.length }, `${formats.length} formats`)
        return Promise.resolve()
      })
    },
  )
}
