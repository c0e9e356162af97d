import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { dirname, sep } from 'node:path'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import envPaths from 'env-paths'
import type { DeviceId } from '../../contract/compute-devices'
import { stepAdamOnWasm } from '../adam-on-wasm'
import { trainConvolutionsOnWasm } from '../convolution/wasm-kernels'
import { multiplyFastOnWasm } from '../fast-mat-mul'
import { shareCopiesOnWasm } from '../share-copies'
import { loadNative, type Native } from '../native'
import { tensorflowHome } from '../setup/home'
import { openWebGpu, registerWebGpu } from '../webgpu'
import { describeDevice } from './catalogue'
import { gigabytes, judgeNvidia, type Refusal } from './cuda'
import { askNvidia } from './nvidia'

/** A device that runs, and what it is. */
export type Started = {
  started: true
  reason: string
  advice: string
  version: string
  memory: number | null
  software: boolean
  /** Devices of its kind in the machine. */
  count: number
}
export type NotStarted = Refusal & { started: false; version: string | null; count: number }

// TensorFlow.js would otherwise advertise its other packages on the console.
tf.enableProdMode()

/**
 * Makes a device the one that computes in this thread, or says why it cannot be. Loads native code for
 * those that are native: in a process of its own, and one device in each.
 */
export async function startDevice(id: DeviceId): Promise<Started | NotStarted> {
  const { kind, index, backend } = describeDevice(id)
  const found = await starters[kind](index)
  if (found.started && !(await tf.setBackend(backend))) {
    return refused({ reason: `The backend ${backend} did not start.`, advice: AGAIN })
  }
  return found
}

const AGAIN = 'Test again; the next device in the list is used meanwhile.'

const starters = {
  'tensorflow-gpu': startCuda,
  'tensorflow-cpu': startNative,
  webgpu: startWebGpu,
  wasm: startWasm,
  cpu: () => started({ reason: 'Runs everywhere; slow, the last resort.' }),
}

async function startCuda(index: number): Promise<Started | NotStarted> {
  const nvidia = await askNvidia()
  const gpu = judgeNvidia(nvidia, index)
  const { count, driver } = nvidia.kind === 'found' ? nvidia : { count: 1, driver: '' }
  if ('reason' in gpu) return refused(gpu, { count })
  // The order of nvidia-smi; and memory is taken as it is needed, so that others can have some too.
  process.env['CUDA_DEVICE_ORDER'] = 'PCI_BUS_ID'
  process.env['CUDA_VISIBLE_DEVICES'] = String(index)
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] = 'true'
  const native = await openNative()
  if (!native.loaded) return refused(native, { count })
  const { version } = native
  if (!native.usesGpu) return refused(withoutCuda, { version, count })
  const reason = `${gpu.name}, ${gigabytes(gpu.memory)}, driver ${driver}.`
  return started({ reason, version, memory: gpu.memory, count })
}

const withoutCuda = {
  reason: 'TensorFlow is installed, but it found no CUDA on this card.',
  advice: 'Install it for the GPU: Settings > Devices, or `npm run setup:tensorflow -- --gpu`.',
}

async function startNative(): Promise<Started | NotStarted> {
  // The same library may know of CUDA: here it is asked for the processor.
  process.env['CUDA_VISIBLE_DEVICES'] = '-1'
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '1'
  const native = await openNative()
  if (!native.loaded) return refused(native)
  const cores = availableParallelism()
  const reason = cores === 1 ? 'Runs on the one core there is.' : `Runs on all ${cores} cores.`
  return started({ reason, version: native.version })
}

function openNative(): Promise<Native> {
  return process.platform === 'win32' ? Promise.resolve(withoutLibrary) : loadNative(home())
}

const withoutLibrary: Native = {
  loaded: false,
  reason: 'TensorFlow publishes no library for Windows that Singlet could load.',
  advice: 'Use WebGPU, which runs on any graphics card, or WebAssembly.',
}

async function startWebGpu(index: number): Promise<Started | NotStarted> {
  const found = await openWebGpu()
  if (!found.loaded) {
    const reason = `The library for WebGPU does not load: ${found.reason}`
    return refused({ reason, advice: 'Install Singlet again, with its optional packages.' })
  }
  const { adapters, version } = found
  const adapter = adapters[index]
  const count = adapters.length
  if (adapter === undefined) return refused(withoutAdapter(), { version, count })
  await registerWebGpu(adapter)
  const { name, software } = adapter
  const reason = software
    ? `${name}: the processor in the place of a graphics card. Right, but slow; never taken by itself.`
    : `${name}.`
  return started({ reason, version, software, count })
}

function withoutAdapter(): Refusal {
  const [api, advice] = graphics[process.platform] ?? ['Vulkan', VULKAN]
  return { reason: `No graphics driver with ${api} was found.`, advice }
}

const VULKAN =
  'With a graphics card: install its Vulkan driver (mesa-vulkan-drivers, or the one of NVIDIA) and ' +
  'libvulkan1, then test again.'
const graphics: Readonly<Partial<Record<NodeJS.Platform, readonly [string, string]>>> = {
  win32: ['Direct3D 12', 'Update the driver of the graphics card, then test again.'],
  darwin: ['Metal', 'Use TensorFlow or WebAssembly on this machine.'],
}

let wasmPrepared = false
function startWasm(): Started {
  // Once: TensorFlow.js refuses a path after the backend has started.
  if (!wasmPrepared) {
    const require = createRequire(import.meta.url)
    setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep)
    multiplyFastOnWasm()
    trainConvolutionsOnWasm()
    stepAdamOnWasm()
    shareCopiesOnWasm()
    wasmPrepared = true
  }
  return started({ reason: 'Runs on every processor with SIMD; one thread.' })
}

/** Where the user's native TensorFlow is: the host tells its workers by their environment. */
function home(): string {
  return tensorflowHome(process.env['SINGLET_DATA_DIR'] ?? envPaths('singlet', { suffix: '' }).data)
}

function started(what: Partial<Started> & { reason: string }): Started {
  const usual = { advice: '', version: tf.version_core, memory: null, software: false, count: 1 }
  return { started: true, ...usual, ...what }
}

function refused({ reason, advice }: Refusal, known: Partial<NotStarted> = {}): NotStarted {
  return { version: null, count: 1, ...known, started: false, reason, advice }
}
