import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { Failure } from '../contract/failures'
import type { DeviceId, DeviceInfo } from '../contract/training'
import { multiplyFastOnWasm } from './fast-mat-mul'
import { loadNative } from './native'

type Candidate = { id: DeviceId; title: string; backend: string; probe: () => Promise<Found> }
type Found = { usable: boolean; reason: string; advice: string; version: string | null }

// TensorFlow.js would otherwise advertise its other packages on the console.
tf.enableProdMode()

/** Fastest first: `auto` takes the first that passes its self-test. */
const candidates: readonly Candidate[] = [
  { id: 'tensorflow-gpu', title: 'TensorFlow with CUDA', backend: 'tensorflow', probe: probeGpu },
  { id: 'tensorflow-cpu', title: 'TensorFlow', backend: 'tensorflow', probe: probeNative },
  { id: 'wasm', title: 'WebAssembly', backend: 'wasm', probe: () => probeTfjs('wasm') },
  { id: 'cpu', title: 'Plain JavaScript', backend: 'cpu', probe: () => probeTfjs('cpu') },
]

/** Every device with the reason why it can or cannot be used; the one that `auto` takes is marked. */
export async function listDevices(): Promise<DeviceInfo[]> {
  const devices: DeviceInfo[] = []
  for (const { id, title, probe } of candidates) {
    const found = await probe()
    const chosen = found.usable && !devices.some((device) => device.chosen)
    devices.push({ id, title, ...found, chosen })
  }
  return devices
}

/**
 * Makes a device the one that computes in this thread and returns it.
 * @throws Failure DEVICE_UNUSABLE with the reason and what to do, when it cannot be used.
 */
export async function useDevice(wanted: DeviceId | 'auto'): Promise<DeviceInfo> {
  for (const { id, title, backend, probe } of candidates) {
    if (wanted !== 'auto' && wanted !== id) continue
    const found = await probe()
    if (found.usable) {
      await tf.setBackend(backend)
      return { id, title, ...found, chosen: true }
    }
    if (wanted !== 'auto') throw unusable(title, found)
  }
  throw unusable(wanted, { reason: 'Unknown device.', advice: 'Choose one of those listed.' })
}

function unusable(title: string, found: { reason: string; advice: string }): Failure {
  return new Failure('DEVICE_UNUSABLE', `${title} cannot be used: ${found.reason}`, {
    advice: found.advice,
  })
}

async function probeTfjs(backend: 'wasm' | 'cpu'): Promise<Found> {
  const version = tf.version_core
  try {
    if (backend === 'wasm') prepareWasm()
    const right = await multipliesRight(backend)
    return right
      ? { usable: true, reason: reasons[backend], advice: '', version }
      : { usable: false, reason: 'Its self-test gave wrong numbers.', advice: '', version }
  } catch (error) {
    return { usable: false, reason: messageOf(error), advice: 'Install Singlet again.', version }
  }
}

const reasons = {
  wasm: 'Runs on every processor with SIMD; one thread.',
  cpu: 'Runs everywhere; slow, the last resort.',
}

async function probeNative(): Promise<Found> {
  const native = await loadNative()
  if (!native.loaded) return missing(native)
  const right = await multipliesRight('tensorflow')
  const reason = right ? 'Runs on every core.' : 'Its self-test gave wrong numbers.'
  return { usable: right, reason, advice: '', version: native.version }
}

function missing({ reason, advice }: { reason: string; advice: string }): Found {
  return { usable: false, reason, advice, version: null }
}

async function probeGpu(): Promise<Found> {
  const native = await loadNative()
  if (!native.loaded) return missing(native)
  if (!native.usesGpu) {
    return {
      usable: false,
      reason: 'TensorFlow found no CUDA device.',
      advice:
        'Check that an NVIDIA driver is installed; TensorFlow without CUDA is used meanwhile.',
      version: native.version,
    }
  }
  return probeNative()
}

let wasmPrepared = false
/** Once: TensorFlow.js refuses a path after the backend has started. */
function prepareWasm(): void {
  if (wasmPrepared) return
  const require = createRequire(import.meta.url)
  setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep)
  multiplyFastOnWasm()
  wasmPrepared = true
}

/** One small product, known beforehand; leaves the backend that was active in place. */
async function multipliesRight(backend: string): Promise<boolean> {
  const before = tf.engine().backendName
  if (!(await tf.setBackend(backend))) throw new Error(`The backend ${backend} did not start.`)
  const product = tf.tidy(() =>
    tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync(),
  )
  if (before && before !== backend) await tf.setBackend(before)
  return product[0] === 11
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
