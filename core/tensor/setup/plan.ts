import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../contract/failures'
import { judgeNvidia, type Refusal } from '../devices/cuda'
import { askNvidia, type Nvidia } from '../devices/nvidia'
import { missingForBuild } from './build-addon'
import { freeBytes, megabytes } from './disk'
import { findPackageClient, type PackageClient } from './package-client'
import { findPrebuilt } from './prebuilt'
import { machineOf, TENSORFLOW_VERSION, type Variant, type WheelInfo } from './wheels'

/** Beside the library: the addon, its build, and what a nearly full disk needs to stay usable. */
const MARGIN = 150e6

/** Where everything happens, and with which programs. */
export interface SetupPlace {
  /** `tensorflowHome`. */
  readonly home: string
  /** The programs on its PATH are those that are used. */
  readonly env: NodeJS.ProcessEnv
  /** A compiled addon to take; what the release carries, when left out. */
  readonly prebuilt?: string
  /** The tool of the NVIDIA driver, if it is not the one on our own PATH. */
  readonly nvidiaSmi?: string
}

export interface SetupWish {
  /** null: by what the NVIDIA driver says. */
  readonly variant: Variant | null
  /** Wheels, folders of wheels or unpacked folders to take instead of downloading. */
  readonly files: readonly string[]
}

/** What a setup would do here, before it does anything. */
export interface SetupPlan {
  readonly variant: Variant
  /** Why this variant, in one sentence. */
  readonly why: string
  /** null when the files were given, or when none was found. */
  readonly client: PackageClient | null
  readonly platform: string
  /** A pattern for the names of wheels that are for this machine. */
  readonly fits: string
  readonly wheels: readonly WheelInfo[]
  /** Still to come over the network. */
  readonly downloadBytes: number
  /** What it takes on the disk when it is through. */
  readonly diskBytes: number
  readonly freeBytes: number | null
  readonly licences: readonly Licence[]
  /** What stands in the way; a setup throws the first. */
  readonly obstacles: readonly Failure[]
}

export interface Licence {
  readonly title: string
  readonly licence: string
}

/** Looks at the machine and says what a setup would do. */
export async function planSetup(
  place: SetupPlace,
  wish: SetupWish,
  signal: AbortSignal,
): Promise<SetupPlan> {
  const { home, env } = place
  const machine = machineOf(process.platform, process.arch)
  const nvidia = await askNvidia(place.nvidiaSmi)
  const refusal = refusalOf(nvidia)
  const hasCuda = (machine?.gpu.length ?? 0) > 0 && refusal === null
  const variant = wish.variant ?? (hasCuda ? 'gpu' : 'cpu')
  const wheels = machine?.[variant] ?? []
  const client = wish.files.length > 0 ? null : await findPackageClient(env, signal)
  const downloadBytes = wish.files.length > 0 ? 0 : await missingBytes(home, wheels)
  const diskBytes = wheels.reduce((sum, { unpacked }) => sum + unpacked, 0)
  const free = await freeBytes(home)
  const obstacles = [
    ...(machine === null ? [noMachine()] : []),
    ...(variant === 'gpu' ? cudaObstacles(nvidia, refusal, wheels) : []),
    ...(wish.files.length === 0 && client === null ? [noClient()] : []),
    ...(await buildObstacles(place, signal)),
    ...spaceObstacles(home, free, downloadBytes + diskBytes + MARGIN),
  ]
  return {
    ...{ variant, client, wheels, downloadBytes, diskBytes, freeBytes: free, obstacles },
    why: whyOf(nvidia, refusal),
    platform: machine?.platform ?? '',
    fits: machine?.fits ?? '',
    licences: licencesOf(variant),
  }
}

/** Why none of the cards can be used; null when one can. */
function refusalOf(nvidia: Nvidia): Refusal | null {
  const count = nvidia.kind === 'found' ? nvidia.count : 1
  const judged = Array.from({ length: count }, (_, index) => judgeNvidia(nvidia, index))
  const refusals = judged.filter((one) => 'reason' in one)
  return refusals.length < judged.length ? null : (refusals[0] ?? null)
}

function whyOf(nvidia: Nvidia, refusal: Refusal | null): string {
  if (nvidia.kind !== 'found' || refusal !== null) return refusal?.reason ?? ''
  const names = nvidia.gpus.map(({ name }) => name).join(', ')
  return `This machine has ${names} with driver ${nvidia.driver}.`
}

/** Without any driver it may be installed for the time when there is one. */
function cudaObstacles(
  nvidia: Nvidia,
  refusal: Refusal | null,
  wheels: readonly WheelInfo[],
): Failure[] {
  if (wheels.length === 0) {
    return [impossible('There is no TensorFlow with CUDA for this machine.', 'Use --cpu.')]
  }
  if (nvidia.kind !== 'found' || refusal === null) return []
  return [impossible(refusal.reason, refusal.advice)]
}

async function buildObstacles(
  { env, prebuilt }: SetupPlace,
  signal: AbortSignal,
): Promise<Failure[]> {
  if ((prebuilt ?? (await findPrebuilt())) !== null) return []
  const missing = await missingForBuild(env, signal)
  if (missing.length === 0) return []
  const advice =
    process.platform === 'darwin'
      ? 'Install the command line tools (xcode-select --install), and run it again.'
      : 'Install them (on Debian and Ubuntu: apt install build-essential python3), and run it again.'
  return [
    impossible(
      `The addon has to be built here, and these are missing: ${missing.join(', ')}.`,
      advice,
    ),
  ]
}

function spaceObstacles(home: string, free: number | null, needed: number): Failure[] {
  if (free === null || free >= needed) return []
  const message = `It needs ${megabytes(needed)} on the disk, and ${megabytes(free)} are free.`
  return [new Failure('DISK_FULL', message, { advice: 'Free some space first.', path: home })]
}

function noMachine(): Failure {
  return impossible(
    `TensorFlow ${TENSORFLOW_VERSION} has no native library for ${process.platform} on ${process.arch}.`,
    'Training works without it, on WebGPU or WebAssembly.',
  )
}

function noClient(): Failure {
  return impossible(
    'No client of the Python package index was found: neither pip nor uv nor pipx.',
    `Install one of them (on Debian and Ubuntu: apt install python3-pip); or download the wheel tensorflow-cpu ${TENSORFLOW_VERSION} elsewhere and give it with --wheel. Training works without it.`,
  )
}

function impossible(message: string, advice: string): Failure {
  return new Failure('SETUP_IMPOSSIBLE', message, { advice })
}

async function missingBytes(home: string, wheels: readonly WheelInfo[]): Promise<number> {
  let missing = 0
  for (const { file, bytes } of wheels) {
    const size = await stat(join(downloadFolder(home), file)).then(
      (found) => found.size,
      () => 0,
    )
    if (size !== bytes) missing += bytes
  }
  return missing
}

/** Where wheels wait for a setup that was cancelled to go on. */
export function downloadFolder(home: string): string {
  return join(home, 'download')
}

function licencesOf(variant: Variant): Licence[] {
  const tensorflow = { title: `TensorFlow ${TENSORFLOW_VERSION}`, licence: 'Apache License 2.0' }
  const cuda = {
    title: 'NVIDIA CUDA 12.5, cuDNN 9.3 and NCCL 2.21',
    licence: 'NVIDIA end user licence agreement; NCCL: BSD 3-Clause',
  }
  return variant === 'gpu' ? [tensorflow, cuda] : [tensorflow]
}
