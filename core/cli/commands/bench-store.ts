import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Measure } from '../bench/measure'
import { Scratch } from '../bench/scratch'
import { measureStore, type StoreOptions, storeTargets } from '../bench/store'
import { ensureSyntheticProject, type SyntheticOptions } from '../bench/synthetic/make-project'
import { tellMeasure, tellSummary } from '../bench/targets'
import { parseFraction, parseInteger, subcommand } from '../command'
import { withHost } from '../host-session'
import type { Output } from '../output'

type Arguments = Omit<SyntheticOptions, 'shape'> &
  StoreOptions & { features: boolean; keep?: string }

/** What every project is looked at with unless told otherwise. */
export const USUAL_FEATURES = { backbone: 'mini', side: 320 }

/** How quickly a large project answers. */
export function addBenchStore(bench: Command, output: Output): void {
  subcommand(bench, 'store', 'how quickly a large project opens, pages, stores and imports')
    .option('--images <number>', 'pictures of the made-up project', parseInteger, 100_000)
    .option('--classes <number>', 'its classes', parseInteger, 80)
    .option('--labels <number>', 'known labels of each picture', parseInteger, 20)
    .option('--labelled <share>', 'of the pictures that have any', parseFraction, 1)
    .option('--drawn <number>', 'different pictures among them', parseInteger, 200)
    .option('--rows <number>', 'rows of the table that is imported', parseInteger, 200_000)
    .option('--turns <number>', 'how often each question is asked', parseInteger, 200)
    .option('--opens <number>', 'how often the project is opened', parseInteger, 3)
    .option('--keep <folder>', 'make the project there, or use the one that is there')
    .option('--seed <number>', 'of what is made up', parseInteger, 1200)
    .option('--no-features', 'without features, and so without suggestions')
    .action((options: Arguments) => benchStore(options, output))
}

async function benchStore(options: Arguments, output: Output): Promise<void> {
  const scratch = await Scratch.make()
  const measures: Measure[] = []
  try {
    const directory = options.keep ? resolve(options.keep) : scratch.folder('large')
    const shape = options.features
      ? await withHost(({ host }) => host.services.inference.shape(USUAL_FEATURES))
      : null
    await ensureSyntheticProject(directory, { ...options, shape }, (step) => {
      output.progress(step, 0, null)
    })
    for await (const measure of measureStore(directory, options)) {
      measures.push(measure)
      tellMeasure(output, measure, storeTargets)
    }
  } finally {
    await scratch.remove()
  }
  const { images, classes, labels } = options
  tellSummary(output, measures, storeTargets, { images, classes, labels })
}
