import pLimit from 'p-limit'
import { type Calls, WorkerClient } from './worker-channel'
import type { WorkerPlace } from './worker-ends'

export interface PoolShape {
  readonly count: number
  /** Calls of each worker at once; more of them wait in their order. */
  readonly underWay: number
  /** Threads when left out. */
  readonly place?: WorkerPlace
}

/** Several workers of one kind; the one with the least to do gets the next call. */
export class WorkerPool<Map extends Calls<Map>> {
  readonly #workers: { client: WorkerClient<Map>; busy: number }[]
  readonly #limit: ReturnType<typeof pLimit>

  constructor(file: URL, name: string, { count, underWay, place = 'thread' }: PoolShape) {
    this.#workers = Array.from({ length: count }, () => ({
      client: new WorkerClient<Map>(file, name, { place }),
      busy: 0,
    }))
    this.#limit = pLimit(underWay * count)
  }

  call<Name extends keyof Map & string>(
    name: Name,
    input: Map[Name]['input'],
    options: { signal?: AbortSignal } = {},
  ): Promise<Map[Name]['output']> {
    return this.#limit(async () => {
      const free = this.#workers.reduce((least, one) => (one.busy < least.busy ? one : least))
      free.busy++
      try {
        return await free.client.call(name, input, options)
      } finally {
        free.busy--
      }
    })
  }

  /** Ends the workers; whatever waits for them is rejected with CANCELLED. */
  async stop(): Promise<void> {
    await Promise.all(this.#workers.map(({ client }) => client.stop()))
  }
}
