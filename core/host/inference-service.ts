import { join } from 'node:path'
import type { BackboneInfo } from '../contract/training'
import type { CacheShape } from '../features/feature-cache'
import { listBackbones } from '../inference/backbones'
import type { Provider } from '../inference/providers'
import { type ProviderInfo, Providers } from './providers'
import type { InferenceCalls } from './workers/inference-calls'
import { WorkerClient } from './worker-channel'

/** A backbone at a resolution: what features are cached by. */
export interface FeatureKey {
  readonly backbone: string
  readonly side: number
}

/** Pictures that a graphics card is tested for, which takes seconds once. */
const MANY = 2000

type ExtractInput = Omit<InferenceCalls['extract']['input'], 'provider'> & {
  readonly provider?: Provider
}

/** Without a question for so long the worker ends; the next question starts it anew. */
const IDLE_MS = 60_000

/** Backbones, by a worker that computes one thing at a time. */
export class InferenceService {
  readonly #worker: WorkerClient<InferenceCalls>
  readonly #providers: Providers
  /** Networks and what they computed with take hundreds of megabytes; nobody needs them all day. */
  #idle: NodeJS.Timeout | undefined
  readonly #shapes = new Map<string, Promise<CacheShape>>()

  constructor(workers: URL) {
    this.#providers = new Providers(workers)
    this.#worker = new WorkerClient(new URL('inference-worker.js', workers), 'inference')
  }

  backbones(): Promise<BackboneInfo[]> {
    return listBackbones()
  }

  /** How features of this key are cached. Throws MODEL_MISSING, MODEL_INVALID. */
  shape(key: FeatureKey): Promise<CacheShape> {
    const name = JSON.stringify([key.backbone, key.side])
    const known = this.#shapes.get(name)
    if (known) return known
    const asked = this.#ask('shape', key)
    this.#shapes.set(name, asked)
    asked.catch(() => this.#shapes.delete(name))
    return asked
  }

  /** What features can be computed with here. */
  providers(): Promise<readonly ProviderInfo[]> {
    return this.#providers.list()
  }

  /** With the best provider, where there is so much to do that looking for one pays. */
  async extract(
    input: ExtractInput,
    signal: AbortSignal,
    onProgress: (progress: InferenceCalls['extract']['event']) => void,
  ): Promise<InferenceCalls['extract']['output']> {
    const many = input.images.length >= MANY
    const provider = input.provider ?? (many ? await this.#providers.best() : 'cpu')
    return this.#ask('extract', { ...input, provider }, { signal, onEvent: onProgress })
  }

  /** The feature map of one picture; waits for its turn behind a batch that is being computed. */
  look(
    key: FeatureKey,
    root: string,
    path: string,
    signal: AbortSignal,
  ): Promise<InferenceCalls['look']['output']> {
    const input = { backbone: key.backbone, side: key.side, path: join(root, path) }
    return this.#ask('look', input, { signal })
  }

  /** The feature map [positions, channels] of a picture of the mean colour. */
  empty(key: FeatureKey): Promise<Float32Array> {
    return this.#ask('empty', key)
  }

  /** Logits of pictures by a classifier file, one array each. */
  classify(
    input: InferenceCalls['classify']['input'],
    signal: AbortSignal,
  ): Promise<InferenceCalls['classify']['output']> {
    return this.#ask('classify', input, { signal })
  }

  stop(): Promise<void> {
    clearTimeout(this.#idle)
    return this.#worker.stop()
  }

  #ask: WorkerClient<InferenceCalls>['call'] = (name, input, options) => {
    clearTimeout(this.#idle)
    return this.#worker.call(name, input, options).finally(() => {
      clearTimeout(this.#idle)
      this.#idle = setTimeout(() => void this.#worker.rest(), IDLE_MS).unref()
    })
  }
}
