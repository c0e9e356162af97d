import { setTimeout } from 'node:timers/promises'
import { Failure } from '../contract/failures'
import {
  type CardProvider,
  cardProviders,
  isWorthwhile,
  type Provider,
} from '../inference/providers'
import { WorkerClient } from './worker-channel'
import type { FeatureCalls } from './workers/feature-calls'

/** What features can be computed with here, and why not with the rest. */
export interface ProviderInfo {
  readonly id: Provider
  readonly title: string
  readonly usable: boolean
  readonly chosen: boolean
  readonly reason: string
  readonly advice: string
}

const titles = {
  cuda: 'Features with CUDA',
  webgpu: 'Features with WebGPU',
  cpu: 'Features with the processor',
} as const satisfies Record<Provider, string>

const advices = {
  cuda: 'WebGPU is used where it can be; CUDA needs the libraries that onnxruntime offers for it.',
  webgpu: 'Install the driver of the graphics card; on Linux, Vulkan (libvulkan1) too.',
} as const satisfies Record<CardProvider, string>

/** Loading a library and compiling shaders for the first time; a driver that hangs takes longer. */
const PATIENCE_MS = 60_000

/** Tests every provider in a process of its own, which a driver may take along and the host not. */
export class Providers {
  readonly #workers: URL
  #tested: Promise<readonly ProviderInfo[]> | null = null

  constructor(workers: URL) {
    this.#workers = workers
  }

  /** All of them, tested once as long as this lives. */
  list(): Promise<readonly ProviderInfo[]> {
    return (this.#tested ??= this.#testAll())
  }

  async best(): Promise<Provider> {
    return (await this.list()).find(({ chosen }) => chosen)?.id ?? 'cpu'
  }

  async #testAll(): Promise<ProviderInfo[]> {
    const found: ProviderInfo[] = []
    for (const id of cardProviders) {
      const { usable, reason } = await this.#test(id)
      const chosen = usable && !found.some((one) => one.chosen)
      found.push({
        ...{ id, title: titles[id], usable, chosen, reason },
        advice: usable ? '' : advices[id],
      })
    }
    const chosen = !found.some((one) => one.chosen)
    const reason = chosen ? 'In use: no graphics card does better.' : 'Usable everywhere.'
    return [...found, { id: 'cpu', title: titles.cpu, usable: true, chosen, reason, advice: '' }]
  }

  async #test(provider: CardProvider): Promise<{ usable: boolean; reason: string }> {
    const file = new URL('feature-worker.js', this.#workers)
    const worker = new WorkerClient<FeatureCalls>(file, 'provider', { place: 'process' })
    const patience = new AbortController()
    const tooLong = setTimeout(PATIENCE_MS, null, { signal: patience.signal, ref: false })
    // Called off when the test has ended in time.
    tooLong.catch(() => undefined)
    try {
      const check = await Promise.race([worker.call('check', { provider }), tooLong])
      if (check === null) return { usable: false, reason: 'The test of it did not end.' }
      const times = check.speed.toFixed(1)
      if (isWorthwhile(check)) return { usable: true, reason: `${times} times the processor.` }
      const slow = `It is slower than the processor (${times} times as quick).`
      return { usable: false, reason: check.speed > 1 ? 'It gives wrong numbers.' : slow }
    } catch (error) {
      return { usable: false, reason: reasonOf(error) }
    } finally {
      patience.abort()
      worker.kill()
      await worker.stop()
    }
  }
}

/** A library that cannot be loaded says so at length; a process that ended, in one sentence. */
function reasonOf(error: unknown): string {
  if (error instanceof Failure && error.code === 'MODEL_INVALID')
    return 'onnxruntime cannot use it here.'
  return error instanceof Error ? error.message : String(error)
}
