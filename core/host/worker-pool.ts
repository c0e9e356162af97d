import pLimit from 'p-limit'
import { type Calls, WorkerClient } from './worker-channel'

/** Several threads of one kind; the one with the least to do gets the next call. */
export class WorkerPool<Map extends Calls<Map>> {
  readonly #threads: { client: WorkerClient<Map>; busy: number }[]
  readonly #limit: ReturnType<typeof pLimit>

  /** `underWay` calls of each thread at once; more of them wait in their order. */
  constructor(file: URL, name: string, { count, underWay }: { count: number; underWay: number }) {
    this.#threads = Array.from({ length: count }, () => ({
      client: new WorkerClient<Map>(file, name),
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
      const free = this.#threads.reduce((least, one) => (one.busy < least.busy ? one : least))
      free.busy++
      try {
        return await free.client.call(name, input, options)
      } finally {
        free.busy--
      }
    })
  }

  /** Ends the threads; whatever waits for them is rejected with CANCELLED. */
  async stop(): Promise<void> {
    await Promise.all(this.#threads.map(({ client }) => client.stop()))
  }
}
