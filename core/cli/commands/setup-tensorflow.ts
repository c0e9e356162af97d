import type { NativePlan, NativeWish } from '../../contract/devices'
import { Failure, type FailureInfo } from '../../contract/failures'
import type { JobId } from '../../contract/ids'
import { type AddCommand, subcommand } from '../command'
import { follow, type HostSession, withHost } from '../host-session'
import type { Output } from '../output'
import { fullPath } from '../recipe-choice'

interface Options {
  cpu?: boolean
  gpu?: boolean
  wheel?: string[]
  remove?: boolean
  plan?: boolean
}

export const addSetupTensorflow: AddCommand = (program, output) => {
  subcommand(program, 'setup-tensorflow', 'install native TensorFlow for trainings, or remove it')
    .option('--cpu', 'for the processor only (default without an NVIDIA driver)')
    .option('--gpu', 'with CUDA (default with an NVIDIA driver that is new enough)')
    .option(
      '--wheel <files...>',
      'wheels, or folders of wheels or of an unpacked one, to take instead',
    )
    .option('--plan', 'only say what it would do, and what is missing')
    .option('--remove', 'take away what was installed')
    .action((options: Options) => withHost((session) => setup(session, options, output)))
}

async function setup(session: HostSession, options: Options, output: Output): Promise<void> {
  const { native } = session.client
  if (options.remove === true) {
    await native.remove()
    output.summary({ removed: true }, 'Native TensorFlow is removed.')
    return
  }
  const wish = wishOf(options)
  const plan = await native.plan(wish)
  output.line({ kind: 'plan', ...plan }, planWords(plan, wish))
  if (options.plan === true) {
    const ready = plan.obstacles.length === 0
    output.summary(
      { ready },
      ready ? 'Nothing stands in the way.' : plan.obstacles.map(obstacleWords).join('\n'),
    )
    return
  }
  const [obstacle, ...others] = plan.obstacles
  for (const other of others) output.line({ kind: 'obstacle', ...other }, obstacleWords(other))
  if (obstacle) throw Failure.from(obstacle)
  const started = performance.now()
  const { job } = await native.install(wish)
  await followSetup(session, job, output)
  const seconds = (performance.now() - started) / 1000
  const { installed } = await native.plan(wish)
  output.summary(
    { installed, seconds, downloadedBytes: plan.downloadBytes, folder: plan.folder },
    `TensorFlow ${installed?.version ?? ''} is installed, ${seconds.toFixed(1)} s. See: singlet doctor`,
  )
}

function wishOf({ cpu, gpu, wheel }: Options): NativeWish {
  if (cpu === true && gpu === true) {
    throw new Failure('BAD_REQUEST', '--cpu and --gpu exclude each other.', {
      advice: 'TensorFlow with CUDA computes on the processor too: use --gpu alone.',
    })
  }
  const variant = cpu === true ? 'cpu' : gpu === true ? 'gpu' : null
  return { variant, files: (wheel ?? []).map(fullPath) }
}

/** Ctrl+C cancels as the window does: whatever the setup has started ends too. */
async function followSetup(session: HostSession, job: JobId, output: Output): Promise<void> {
  const cancel = () => {
    session.host.services.jobs.cancel(job)
  }
  process.once('SIGINT', cancel).once('SIGTERM', cancel)
  let last = ''
  try {
    await follow(session, job, ({ step, done, total }) => {
      if (step !== last && step !== '') output.line({ kind: 'step', step }, `… ${step}`)
      last = step
      output.progress(step, done, total)
    })
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'CANCELLED') throw error
    throw new Failure('CANCELLED', 'Cancelled.', {
      advice: 'Run it again to go on: what had arrived whole is kept.',
    })
  } finally {
    process.off('SIGINT', cancel).off('SIGTERM', cancel)
  }
}

function planWords(plan: NativePlan, { files }: NativeWish): string {
  const { variant, why, client, downloadBytes, diskBytes, freeBytes, folder, licences } = plan
  const source =
    files.length > 0
      ? files.join(', ')
      : `the Python package index, by ${client ?? 'pip, uv or pipx'}`
  const free = freeBytes === null ? '' : `, ${megabytes(freeBytes)} free`
  return [
    `TensorFlow ${variant === 'gpu' ? 'with CUDA' : 'for the processor'}. ${why}`,
    `From      ${source}`,
    `Download  ${megabytes(downloadBytes)}`,
    `On disk   ${megabytes(diskBytes)}${free}`,
    `Folder    ${folder}`,
    ...licences.map(({ title, licence }) => `Licence   ${title}: ${licence}`),
  ].join('\n')
}

function obstacleWords({ message, advice }: FailureInfo): string {
  return `✗ ${message}\n  ${advice}`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`
}
