import { createRequire } from 'node:module'
import * as tf from '@tensorflow/tfjs-core'
import { catchTicks } from './webgpu-ticks'

/** A graphics card as WebGPU shows it. */
export type Adapter = {
  name: string
  /** Computed by the processor: right, but slower than everything else. */
  software: boolean
  /** The most that one array may take, in bytes; how much memory there is nobody tells. */
  largestBuffer: number
  gpu: GPUAdapter
}

export type WebGpu =
  { loaded: true; version: string; adapters: Adapter[] } | { loaded: false; reason: string }

let attempt: Promise<WebGpu> | null = null

/** The adapters of this machine, fast ones first. Loads native code: never in the host's own process. */
export function openWebGpu(): Promise<WebGpu> {
  attempt ??= open()
  return attempt
}

async function open(): Promise<WebGpu> {
  catchTicks()
  try {
    const { create, globals } = await import('webgpu')
    Object.assign(globalThis, globals)
    const gpu = create([])
    const navigator = { userAgent: 'Node.js', gpu }
    Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true })
    return { loaded: true, version: versionOf('webgpu'), adapters: await adaptersOf(gpu) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { loaded: false, reason: message.split('\n')[0] ?? message }
  }
}

/** WebGPU has no list: what is fast, what saves power, and what is no card at all are asked for. */
async function adaptersOf(gpu: GPU): Promise<Adapter[]> {
  const wishes: GPURequestAdapterOptions[] = [
    { powerPreference: 'high-performance' },
    { powerPreference: 'low-power' },
    { forceFallbackAdapter: true },
  ]
  const adapters: Adapter[] = []
  for (const wish of wishes) {
    const found = await gpu.requestAdapter(wish)
    if (!found) continue
    const adapter = describe(found)
    if (!adapters.some(({ name }) => name === adapter.name)) adapters.push(adapter)
  }
  return adapters.toSorted((a, b) => Number(a.software) - Number(b.software))
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render|\bwarp\b/i

function describe(gpu: GPUAdapter): Adapter {
  const { vendor, architecture, device, description } = gpu.info
  const name =
    [description, device.replace(/-+$/, '')].filter(Boolean).join(', ') ||
    `${vendor} ${architecture}`
  return {
    name,
    software: gpu.info.isFallbackAdapter || SOFTWARE.test([vendor, architecture, name].join(' ')),
    largestBuffer: gpu.limits.maxStorageBufferBindingSize,
    gpu,
  }
}

let registered: Adapter | null = null

/** Registers the backend `webgpu` on this adapter; an adapter gives out its device only once. */
export async function registerWebGpu(adapter: Adapter): Promise<void> {
  if (registered === adapter) return
  registered = adapter
  const { NodeWebGpuBackend } = await import('./webgpu-backend')
  // The package's own, which takes the first adapter.
  tf.removeBackend('webgpu')
  tf.registerBackend('webgpu', async () => {
    const device = await adapter.gpu.requestDevice({ requiredLimits: limitsOf(adapter.gpu) })
    return new NodeWebGpuBackend(device, adapter.gpu.info)
  })
}

/** All that the adapter has, of what TensorFlow.js's kernels make use of. */
function limitsOf({ limits }: GPUAdapter): Record<string, number> {
  return {
    maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
    maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
    maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
    maxBufferSize: limits.maxBufferSize,
    maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
    maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
  }
}

function versionOf(name: string): string {
  const found: unknown = createRequire(import.meta.url)(`${name}/package.json`)
  const known = typeof found === 'object' && found !== null && 'version' in found
  return known ? String(found.version) : 'unknown'
}
