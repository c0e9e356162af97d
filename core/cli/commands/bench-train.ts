import type { Command } from 'commander'
import { type DeviceId, deviceId } from '../../contract/compute-devices'
import type { Measure } from '../bench/measure'
import { tellMeasure, tellSummary } from '../bench/targets'
import { compareWith, trainTargets } from '../bench/train/compare'
import { ownRival, torchRival } from '../bench/train/rivals'
import { takeTurns } from '../bench/train/take-turns'
import { timeWork } from '../bench/train/time-work'
import { type WorkloadName, workloadNames, workloads } from '../bench/train/workloads'
import { parseInteger, parseNames, subcommand } from '../command'
import { withHost } from '../host-session'
import type { Output } from '../output'
import { useDevice } from '../../tensor/backend'

interface Arguments {
  devices?: string[]
  only?: string[]
  rounds: number
  seconds: number
  python: string
  torchGpu: boolean
}

/** How quickly this machine trains, by backend, beside PyTorch. */
export function addBenchTrain(bench: Command, output: Output): void {
  subcommand(bench, 'train', 'images per second of training, by backend, beside PyTorch')
    .option('--devices <a,b>', 'backends to measure (default: all usable ones)', parseNames)
    .option('--only <a,b>', `workloads: ${workloadNames.join(', ')}`, parseNames)
    .option('--rounds <number>', 'how often every backend takes its turn', parseInteger, 3)
    .option('--seconds <number>', 'measured in each turn', Number, 3)
    .option('--python <program>', 'the Python that is asked for PyTorch', 'python3')
    .option('--torch-gpu', 'let PyTorch use the GPU', false)
    .action((options: Arguments) => benchTrain(options, output))
  // What `bench train` starts for every turn of a backend: a process of its own.
  bench
    .command('train-alone <device> <workload> <seconds>', { hidden: true })
    .action(async (device: string, name: WorkloadName, seconds: string) => {
      const work = workloads[name]
      const { id } = await useDevice(deviceId.parse(device))
      for await (const turn of timeWork(work, id, Number(seconds))) {
        process.stdout.write(`${JSON.stringify(turn)}\n`)
      }
      // A device may keep threads that nobody ends.
      process.exit(0)
    })
}

async function benchTrain(options: Arguments, output: Output): Promise<void> {
  const torch = await torchRival(options.python, options.torchGpu)
  if (torch === null) {
    output.line(
      { kind: 'note', text: 'no PyTorch' },
      `${options.python} has no PyTorch: measured alone (--python names another one).`,
    )
  }
  const devices = options.devices?.map((id) => deviceId.parse(id)) ?? (await usableDevices())
  const rivals = [...devices.map(ownRival), ...(torch ? [torch] : [])]
  const names = workloadNames.filter((name) => options.only?.includes(name) ?? true)
  const measures: Measure[] = []
  for (const name of names) {
    for (const measure of await takeTurns(rivals, name, options, output)) {
      measures.push(measure)
      tellMeasure(output, measure, {})
    }
  }
  const compared = measures.flatMap((one) => compareWith(measures, one))
  tellSummary(output, compared, trainTargets, { measures: [...measures, ...compared] })
}

/** Plain JavaScript and software adapters are left out unless asked for: nobody trains on them. */
function usableDevices(): Promise<DeviceId[]> {
  return withHost(async ({ host }) => {
    const devices = await host.services.devices.list()
    return devices.flatMap(({ id, usable, software }) =>
      usable && !software && id !== 'cpu' ? [id] : [],
    )
  })
}
