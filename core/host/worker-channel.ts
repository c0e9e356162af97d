import { setTimeout } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import { Failure, type FailureInfo, toFailureInfo } from '../contract/failures'
import { type Ending, startWorker, type WorkerEnd, type WorkerPlace } from './worker-ends'

/** What a worker may still take to come to an end. */
const STOP_WITHIN_MS = 5000

/** What one worker can be asked: by name, what goes in, what comes out, what is told meanwhile. */
export interface Call<Input, Output, Event = never> {
  input: Input
  output: Output
  event: Event
}
export type Calls<Map> = { [Name in keyof Map]: Call<unknown, unknown, unknown> }

type ToWorker =
  { id: number; name: string; input: unknown } | { id: number; abort: true } | { stop: true }
type FromWorker =
  | { id: number; event: unknown }
  | { id: number; output: unknown }
  | { id: number; failure: FailureInfo }

interface Pending {
  resolve(output: unknown): void
  reject(error: Error): void
  onEvent(event: unknown): void
}

export interface WorkerOptions {
  /** A thread when left out. */
  readonly place?: WorkerPlace
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>
  /** What a worker that ended by itself means for those who wait for it. */
  readonly lost?: (ending: Ending) => Failure
}

/**
 * The host's end: starts the worker on first use, again after a crash, and turns a dead worker into
 * a Failure of every call that waited for it.
 */
export class WorkerClient<Map extends Calls<Map>> {
  #worker: WorkerEnd | null = null
  readonly #pending = new globalThis.Map<number, Pending>()
  #lastId = 0
  #stopped = false
  readonly #file: URL
  readonly #name: string
  readonly #options: WorkerOptions

  constructor(file: URL, name: string, options: WorkerOptions = {}) {
    this.#file = file
    this.#name = name
    this.#options = options
  }

  call<Name extends keyof Map & string>(
    name: Name,
    input: Map[Name]['input'],
    options: { signal?: AbortSignal; onEvent?: (event: Map[Name]['event']) => void } = {},
  ): Promise<Map[Name]['output']> {
    options.signal?.throwIfAborted()
    // A worker started now would outlive the program that closes.
    if (this.#stopped) return Promise.reject(closing())
    const id = ++this.#lastId
    const worker = (this.#worker ??= this.#start())
    const abort = () => {
      worker.post({ id, abort: true } satisfies ToWorker)
    }
    options.signal?.addEventListener('abort', abort, { once: true })
    const answer = new Promise<unknown>((resolve, reject) => {
      worker.hold(true)
      this.#pending.set(id, { resolve, reject, onEvent: options.onEvent ?? (() => undefined) })
      worker.post({ id, name, input } satisfies ToWorker)
    })
    return answer.finally(() => {
      options.signal?.removeEventListener('abort', abort)
      if (this.#pending.size === 0 && this.#worker === worker) worker.hold(false)
    })
  }

  /** Cancels what runs, lets the worker end by itself, and only then ends it by force. */
  async stop(): Promise<void> {
    this.#stopped = true
    const worker = this.#worker
    this.#worker = null
    if (worker) await endOf(worker)
    this.#rejectAll(closing())
  }

  /** Lets the worker end and its memory go when nothing is asked of it; the next call starts another. */
  async rest(): Promise<void> {
    if (this.#pending.size > 0 || this.#stopped || !this.#worker) return
    const worker = this.#worker
    this.#worker = null
    await endOf(worker)
  }

  /** Ends it by force at once: for one that no longer answers. The next call starts another. */
  kill(): void {
    this.#worker?.kill()
  }

  #start(): WorkerEnd {
    const worker = startWorker(this.#options.place ?? 'thread', {
      file: this.#file,
      name: this.#name,
      env: this.#options.env ?? {},
      onMessage: (message) => {
        // The other end of this channel is `serveWorker` below.
        this.#receive(message as FromWorker)
      },
    })
    void worker.ended.then((ending) => {
      this.#lost(worker, ending)
    })
    return worker
  }

  #receive(message: FromWorker): void {
    const pending = this.#pending.get(message.id)
    if (!pending) return
    if ('event' in message) {
      pending.onEvent(message.event)
      return
    }
    this.#pending.delete(message.id)
    if ('output' in message) pending.resolve(message.output)
    else pending.reject(Failure.from(message.failure))
  }

  #lost(worker: WorkerEnd, ending: Ending): void {
    if (this.#worker !== worker) return
    this.#worker = null
    this.#rejectAll(
      this.#options.lost?.(ending) ??
        new Failure('INTERNAL', `The ${this.#name} worker stopped (${ending.why}).`, {
          advice: 'What it had finished is kept; start it again.',
        }),
    )
  }

  #rejectAll(error: Failure): void {
    const waiting = [...this.#pending.values()]
    this.#pending.clear()
    for (const pending of waiting) pending.reject(error)
  }
}

export type Handlers<Map extends Calls<Map>> = {
  [Name in keyof Map]: (
    input: Map[Name]['input'],
    context: { signal: AbortSignal; emit: (event: Map[Name]['event']) => void },
  ) => Promise<Map[Name]['output']> | Map[Name]['output']
}

/** What `serveWorker` needs of the way to the host. */
interface HostPort {
  postMessage(message: FromWorker): void
  onMessage(listener: (message: ToWorker) => void): void
  close(): void
}

/** The worker's end, thread or process: answers calls with the handlers, one task each, abortable. */
export function serveWorker<Map extends Calls<Map>>(handlers: Handlers<Map>): void {
  const port = hostPort()
  const running = new globalThis.Map<number, AbortController>()
  const ends = new Set<Promise<unknown>>()
  const run = ({ id, name, input }: Extract<ToWorker, { name: string }>) => {
    const abort = new AbortController()
    running.set(id, abort)
    const context = {
      signal: abort.signal,
      emit: (event: unknown) => {
        port.postMessage({ id, event })
      },
    }
    // The client's type admits only names of this map.
    const handler = handlers[name as keyof Map]
    const end = Promise.resolve()
      .then(() => handler(input, context))
      .then(
        (output: unknown) => {
          port.postMessage({ id, output })
        },
        (error: unknown) => {
          port.postMessage({ id, failure: toFailureInfo(error) })
        },
      )
      .finally(() => {
        running.delete(id)
        ends.delete(end)
      })
    ends.add(end)
  }
  port.onMessage((message) => {
    if ('stop' in message) {
      for (const abort of running.values()) abort.abort(closing())
      // A thread that ends while native code of its own still runs takes the program along.
      void Promise.allSettled(ends).then(() => {
        port.close()
      })
    } else if ('abort' in message) {
      running.get(message.id)?.abort(new Failure('CANCELLED', 'Cancelled.'))
    } else run(message)
  })
}

function hostPort(): HostPort {
  const port = parentPort
  if (port) {
    return {
      postMessage: port.postMessage.bind(port),
      onMessage: (listener) => void port.on('message', listener),
      close: port.close.bind(port),
    }
  }
  if (!process.send) throw new Error('This file runs as a worker only.')
  // A host that died needs no answers; native threads would keep this process alive for nobody.
  process.once('disconnect', () => process.exit())
  return {
    postMessage: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', listener),
    close: () => {
      process.disconnect()
    },
  }
}

/** Resolves when the worker has ended; after a while it is made to. */
async function endOf(worker: WorkerEnd): Promise<void> {
  worker.hold(true)
  worker.post({ stop: true } satisfies ToWorker)
  const patience = new AbortController()
  const tooLong = setTimeout(STOP_WITHIN_MS, 'late', { signal: patience.signal }).catch(
    () => 'ended',
  )
  if ((await Promise.race([worker.ended, tooLong])) === 'late') {
    worker.kill()
    await worker.ended
  }
  patience.abort()
}

function closing(): Failure {
  return new Failure('CANCELLED', 'The program is closing.')
}
