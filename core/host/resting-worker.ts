import { type Calls, WorkerClient } from './worker-channel'
import type { WorkerPlace } from './worker-ends'

/** Networks and what they computed with take hundreds of megabytes; nobody needs them all day. */
const IDLE_MS = 60_000

/** A worker that ends after a while without a question; the next question starts it anew. */
export class RestingWorker<Map extends Calls<Map>> {
  readonly #client: WorkerClient<Map>
  #idle: NodeJS.Timeout | undefined

  constructor(file: URL, name: string, place: WorkerPlace) {
    this.#client = new WorkerClient(file, name, { place })
  }

  call: WorkerClient<Map>['call'] = (name, input, options) => {
    clearTimeout(this.#idle)
    return this.#client.call(name, input, options).finally(() => {
      clearTimeout(this.#idle)
      this.#idle = setTimeout(() => void this.#client.rest(), IDLE_MS).unref()
    })
  }

  /** Ends it at once unless somebody waits for it: what it has open is let go. */
  rest(): Promise<void> {
    return this.#client.rest()
  }

  kill(): void {
    this.#client.kill()
  }

  stop(): Promise<void> {
    clearTimeout(this.#idle)
    return this.#client.stop()
  }
}
