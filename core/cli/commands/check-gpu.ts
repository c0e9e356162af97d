import { type DeviceId, deviceId, type DeviceInfo } from '../../contract/compute-devices'
import { Failure } from '../../contract/failures'
import type { RecipeChoice } from '../../contract/training'
import { drawSample, sampleDefaults } from '../../dataset/sample/draw-sample'
import { machineName, type Measure } from '../bench/measure'
import { Scratch } from '../bench/scratch'
import { tellMeasure } from '../bench/targets'
import { compareWith } from '../bench/train/compare'
import { ownRival, torchRival } from '../bench/train/rivals'
import { takeTurns } from '../bench/train/take-turns'
import type { WorkloadName } from '../bench/train/workloads'
import { type AddCommand, parseInteger, parseNames, subcommand } from '../command'
import { follow, type HostSession, withHost } from '../host-session'
import type { Output } from '../output'
import { tellDevice } from '../tell-device'

interface Arguments {
  devices?: string[]
  python: string
  images: number
}

const SEED = 1200
const measured: readonly WorkloadName[] = [
  'linear-20-b256',
  'map-80',
  'query2label-80',
  'resnet50',
  'mobilenet-v2',
]
/** One training of each head, and one of a backbone with its head. */
const trainings: Readonly<Record<string, RecipeChoice>> = {
  linear: { method: 'em', head: 'linear', epochs: 3 },
  map: { method: 'boostlu-ll-r', head: 'map', epochs: 3 },
  query2label: { method: 'an', head: 'query2label', epochs: 1 },
  'resnet18, all of it': {
    ...{ method: 'an', head: 'linear', trains: 'all', backbone: 'resnet18', start: 'zero' },
    ...{ resolution: 96, epochs: 1, batch: 16, learningRate: 1e-3 },
  },
}

/** Everything that only a graphics card can show, as one report; needs no network. */
export const addCheckGpu: AddCommand = (program, output) => {
  subcommand(
    program,
    'check-gpu',
    'self-tests, speed and trainings on the graphics cards, in a report',
  )
    .option('--devices <a,b>', 'devices to check (default: every graphics card)', parseNames)
    .option('--python <program>', 'the Python that is asked for PyTorch', 'python3')
    .option('--images <number>', 'drawn for the trainings', parseInteger, 320)
    .action((options: Arguments) => checkGpu(options, output))
}

async function checkGpu(options: Arguments, output: Output): Promise<void> {
  const devices = await checkedDevices(output)
  const chosen = options.devices?.map((id) => deviceId.parse(id)) ?? cardsOf(devices)
  if (chosen.length === 0) {
    throw new Failure('DEVICE_UNUSABLE', 'No graphics card passed its self-test.', {
      advice: 'The lines above say why; --devices names others to check.',
    })
  }
  const measures = await measureAll(chosen, options.python, output)
  const runs = await trainAll(chosen, options.images, output)
  const failed = runs.filter(({ failure }) => failure !== null).length
  const summary = { devices, measures, runs, machine: machineName() }
  output.summary(summary, failed === 0 ? 'Everything ran.' : `${failed} trainings failed.`)
  if (failed > 0) process.exitCode = 1
}

function checkedDevices(output: Output): Promise<DeviceInfo[]> {
  return withHost(async ({ host }) => {
    await host.services.devices.checkAgain()
    const devices = await host.services.devices.list()
    for (const device of devices) tellDevice(output, device)
    return devices
  })
}

function cardsOf(devices: readonly DeviceInfo[]): DeviceId[] {
  return devices.flatMap(({ id, usable, software }) =>
    usable && !software && /^(tensorflow-gpu|webgpu)/.test(id) ? [id] : [],
  )
}

async function measureAll(devices: readonly DeviceId[], python: string, output: Output) {
  const torch = await torchRival(python, true)
  const rivals = [...devices.map(ownRival), ...(torch ? [torch] : [])]
  const measures: Measure[] = []
  for (const name of measured) {
    measures.push(...(await takeTurns(rivals, name, { rounds: 2, seconds: 2 }, output)))
  }
  const compared = measures.flatMap((one) => compareWith(measures, one))
  for (const one of [...measures, ...compared]) tellMeasure(output, one, {})
  return [...measures, ...compared]
}

async function trainAll(devices: readonly DeviceId[], images: number, output: Output) {
  const scratch = await Scratch.make()
  try {
    const pictures = scratch.folder('pictures')
    const { signal } = new AbortController()
    for await (const { done, total } of drawSample(
      pictures,
      { ...sampleDefaults, count: images },
      signal,
    )) {
      output.progress('drawing', done, total)
    }
    return await withHost(async (session) => {
      const project = await scratch.project(session, `${pictures}/labels.json`, SEED)
      const runs = []
      for (const device of devices) {
        for (const [name, choice] of Object.entries(trainings)) {
          const run = await trainOnce(session, project, { ...choice, device })
          const told = { device, name, ...run }
          runs.push(told)
          const end = run.failure ?? `mAP ${((run.map ?? 0) * 100).toFixed(1)} %`
          const seconds = run.seconds.toFixed(1)
          output.line({ kind: 'training', ...told }, `${device} ${name}: ${seconds} s, ${end}`)
        }
      }
      return runs
    })
  } finally {
    await scratch.remove()
  }
}

async function trainOnce(
  session: HostSession,
  project: Awaited<ReturnType<Scratch['project']>>,
  choice: RecipeChoice,
) {
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  try {
    const { job } = await session.client.training.start({ project, choice })
    await follow(session, job, () => undefined)
    const [run] = await session.client.training.runs({ project })
    return { seconds: seconds(), map: run?.metrics?.map ?? null, failure: null }
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error)
    return { seconds: seconds(), map: null, failure }
  }
}
