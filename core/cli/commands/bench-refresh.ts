import type { Command } from 'commander'
import { machineName, measureOf } from '../bench/measure'
import { measureRefresh, type RefreshOptions } from '../bench/refresh'
import { parseInteger, subcommand } from '../command'
import type { Output } from '../output'

/** How quickly suggestions are exact again after a page. */
export function addBenchRefresh(bench: Command, output: Output): void {
  subcommand(bench, 'refresh', 'how quickly suggestions are exact again after a page')
    .option('--images <number>', 'made-up pictures', parseInteger, 4000)
    .option('--classes <number>', 'classes', parseInteger, 18)
    .option('--dim <number>', 'numbers in the features of a picture', parseInteger, 1024)
    .option('--page <number>', 'pictures on a page', parseInteger, 40)
    .option('--pages <number>', 'how many pages are answered', parseInteger, 100)
    .option('--seed <number>', 'of what is made up', parseInteger, 1200)
    .option('--no-kernel', 'stay with the primal form')
    .action(async (options: RefreshOptions) => {
      const times = await measureRefresh(options)
      const measures = Object.entries(times).map(([name, values]) => measureOf(name, values))
      for (const one of measures) {
        const { name, median, p95, max, n } = one
        const [m, p, x] = [median, p95, max].map((value) => value.toFixed(1))
        output.line(
          { kind: 'measure', ...one },
          `${name.padEnd(8)} median ${m} ms  p95 ${p} ms  max ${x} ms  n ${n}`,
        )
      }
      const machine = machineName()
      output.summary({ measures, ratios: {}, machine }, machine)
    })
}
