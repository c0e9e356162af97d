import type { Command } from 'commander'
import { type DeviceId, deviceId } from '../../contract/compute-devices'
import { type Measure, measureOf } from '../bench/measure'
import { tellMeasure, tellSummary } from '../bench/targets'
import { compareWith, trainTargets } from '../bench/train/compare'
import { ownRival, type Rival, torchRival } from '../bench/train/rivals'
import { timeWork, type Turn } from '../bench/train/time-work'
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
    const turns = await takeTurns(rivals, name, options, output)
    for (const [rival, done] of turns) {
      const rates = done.map(({ imagesPerSecond }) => imagesPerSecond)
      if (rates.length === 0) continue
      const measure = measureOf(`${name} ${rival}`, rates, 'images/s')
      measures.push(measure)
      tellMeasure(output, measure, {})
    }
  }
  const compared = measures.flatMap((one) => compareWith(measures, one))
  tellSummary(output, compared, trainTargets, { measures: [...measures, ...compared] })
}

/** Every rival in turn, round after round: what else the machine does falls on all of them alike. */
async function takeTurns(
  rivals: readonly Rival[],
  name: WorkloadName,
  { rounds, seconds }: Arguments,
  output: Output,
): Promise<Map<string, Turn[]>> {
  const turns = new Map<string, Turn[]>()
  const failed = new Set<string>()
  for (let round = 0; round < rounds; round++) {
    for (const { id, work } of rivals) {
      if (failed.has(id)) continue
      output.progress(`${name} ${id}`, round, rounds)
      try {
        turns.set(id, [...(turns.get(id) ?? []), ...(await work(name, seconds))])
      } catch (error) {
        failed.add(id)
        const text = error instanceof Error ? error.message : String(error)
        output.line({ kind: 'unmeasured', name, rival: id, text }, `${name} ${id}: ${text}`)
      }
    }
  }
  return turns
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
