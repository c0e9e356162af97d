import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import type { Measure } from '../bench/measure'
import { Scratch } from '../bench/scratch'
import { ensureSyntheticProject } from '../bench/synthetic/make-project'
import { tellMeasure, tellSummary } from '../bench/targets'
import { openBrowser } from '../bench/ui/browser'
import { measureUi, type UiOptions, uiTargets } from '../bench/ui/run-ui'
import { parseFraction, parseInteger, subcommand } from '../command'
import { withHost } from '../host-session'
import type { Output } from '../output'
import { USUAL_FEATURES } from './bench-store'

interface Arguments extends Omit<UiOptions, 'large' | 'data' | 'scrollMs'> {
  project?: string
  data?: string
  images: number
  classes: number
  labels: number
  labelled: number
  drawn: number
  seed: number
  keep?: string
  scroll: number
}

/** How quickly the window follows a person. */
export function addBenchUi(bench: Command, output: Output): void {
  subcommand(bench, 'ui', 'how quickly the window follows a person, in Chromium')
    .option('--project <directory>', 'a large project of yours; labels will be added to it')
    .option('--data <path>', 'a dataset whose pictures are gone through too')
    .option('--images <number>', 'pictures of a made-up project', parseInteger, 100_000)
    .option('--classes <number>', 'its classes', parseInteger, 80)
    .option('--labels <number>', 'known labels of each labelled picture', parseInteger, 20)
    .option('--labelled <share>', 'of its pictures that have any', parseFraction, 0.5)
    .option('--drawn <number>', 'different pictures among them', parseInteger, 2000)
    .option('--keep <folder>', 'make the project there, or use the one that is there')
    .option('--seed <number>', 'of what is made up', parseInteger, 1200)
    .option('--presses <number>', 'of each key in Label', parseInteger, 100)
    .option('--pace <ms>', 'between two of them', parseInteger, 250)
    .option('--pages <number>', 'of the sweep', parseInteger, 40)
    .option('--starts <number>', 'how often the program is started', parseInteger, 3)
    .option('--scroll <ms>', 'that the grid is scrolled for, at each speed', parseInteger, 5000)
    .option('--masks <number>', 'of one picture, looked at closely', parseInteger, 500)
    .option('--only-masks', 'nothing but that picture', false)
    .option('--minutes <number>', 'of use before the memory is looked at', Number, 0)
    .option('--no-newcomer', 'without the way of a newcomer through the sample')
    .option('--seeds <number>', 'labels that the newcomer gives first', parseInteger, 20)
    .option('--human <ms>', 'that the newcomer takes for a key', parseInteger, 600)
    .action((options: Arguments) => benchUi(options, output))
}

async function benchUi(options: Arguments, output: Output): Promise<void> {
  const browser = await openBrowser()
  const scratch = await Scratch.make()
  const measures: Measure[] = []
  try {
    const large = options.project
      ? resolve(options.project)
      : options.onlyMasks
        ? ''
        : await makeLarge(
            options.keep ? resolve(options.keep) : scratch.folder('large'),
            options,
            output,
          )
    const ui = {
      ...{ ...options, large, scrollMs: options.scroll },
      data: options.data === undefined ? null : resolve(options.data),
    }
    for await (const measure of measureUi(browser, scratch.folder('ui'), ui)) {
      measures.push(measure)
      tellMeasure(output, measure, uiTargets)
    }
  } finally {
    await browser.close()
    await scratch.remove()
  }
  tellSummary(output, measures, uiTargets)
}

async function makeLarge(directory: string, options: Arguments, output: Output): Promise<string> {
  const shape = await withHost(({ host }) => host.services.inference.shape(USUAL_FEATURES))
  await ensureSyntheticProject(directory, { ...options, shape }, (step) => {
    output.progress(step, 0, null)
  })
  return join(directory, 'project')
}
