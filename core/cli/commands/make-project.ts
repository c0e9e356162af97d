import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import type { ImageProblem } from '../../contract/images'
import { type JudgedPart, judgedParts } from '../../dataset/simulate-protocol'
import { type AddCommand, parseInteger, parseNames, subcommand } from '../command'
import { withHost } from '../host-session'
import type { Output } from '../output'

interface Made {
  project: string
  images: number
  classes: number
  seeds: number
  hidden: number | null
  segments?: number
  skipped: ImageProblem[]
}

function tellMade(output: Output, { skipped, ...made }: Made): void {
  for (const problem of skipped) {
    output.line({ kind: 'skipped', ...problem }, `skipped ${problem.path}: ${problem.reason}`)
  }
  const hidden = made.hidden === null ? '' : `, ${made.hidden} hidden labels`
  const segments = made.segments === undefined ? '' : `, ${made.segments} segments`
  output.summary(
    { ...made, skipped: skipped.length },
    `${made.project}: ${made.images} images, ${made.classes} classes, ${made.seeds} seeds${hidden}${segments}`,
  )
}

export const addNew: AddCommand = (program, output) => {
  subcommand(program, 'new <directory>', 'make a project from a folder of pictures')
    .requiredOption('--images <folder>', 'where the pictures are; they are never changed')
    .option('--classes <a,b,c>', 'names of the classes', parseNames, [])
    .option('--name <name>', 'name of the project (the folder’s by default)')
    .action(
      async (directory: string, options: { images: string; classes: string[]; name?: string }) => {
        await withHost(async ({ host }) => {
          const made = await host.operations.newProject({
            directory: resolve(directory),
            images: resolve(options.images),
            classes: options.classes,
            ...(options.name !== undefined && { name: options.name }),
            onProgress: (done) => {
              output.progress('pictures', done, null)
            },
          })
          tellMade(output, made)
        })
      },
    )
}

export function addImport(program: Command, output: Output): void {
  subcommand(
    program,
    'import <directory>',
    'bring classes, labels and segments of a file into a project',
  )
    .requiredOption('--from <path>', 'the file or folder to read')
    .option('--format <id>', 'how it is written (found out by itself by default)')
    .action(async (directory: string, options: { from: string; format?: string }) => {
      await withHost(async ({ host }) => {
        const made = await host.operations.importInto({
          directory: resolve(directory),
          from: resolve(options.from),
          ...(options.format !== undefined && { format: options.format }),
        })
        tellMade(output, made)
      })
    })
}

interface SimulateOptions {
  data: string
  out: string
  seed: number
  format?: string
  protocol?: 'papers'
  judge: JudgedPart
}

export function addSimulate(program: Command, output: Output): void {
  subcommand(program, 'simulate', 'hide the labels of a complete dataset but one per picture')
    .requiredOption('--data <path>', 'a dataset with complete labels')
    .requiredOption('--out <directory>', 'the project to make')
    .option('--seed <number>', 'of the choice of labels', parseInteger, 1200)
    .option('--format <id>', 'how the dataset is written (found out by itself by default)')
    .addOption(
      new Option(
        '--protocol <name>',
        'papers: four fifths of the training part are trained on, as in published tables',
      ).choices(['papers']),
    )
    .addOption(
      new Option('--judge <part>', 'with --protocol papers, the part that runs are judged on')
        .choices(judgedParts)
        .default('test'),
    )
    .action(async ({ data, out, seed, format, protocol, judge }: SimulateOptions) => {
      await withHost(async ({ host }) => {
        const made = await host.operations.simulate({
          ...{ directory: resolve(out), data: resolve(data), seed },
          ...(format !== undefined && { format }),
          ...(protocol === 'papers' && { judge }),
        })
        tellMade(output, made)
      })
    })
}
