import { Failure } from '../../contract/failures'
import type { PromptAnswer } from '../../contract/segments'
import { abortable } from '../abortable'
import type { RestingWorker } from '../resting-worker'
import type { SegmentCalls } from '../workers/segment-calls'

/** What an answer that nobody wants any more may still take before its process is ended. */
const PATIENCE_MS = 3000

type Question = SegmentCalls['prompt']['input']

/** Prompts of every window: a newer one takes the place of the older one, and none is queued up. */
export class PromptLine {
  readonly #worker: RestingWorker<SegmentCalls>
  readonly #patience: number
  readonly #latest = new Map<symbol, AbortController>()
  /** Processes that were ended because they did not stop. */
  #ended = 0

  constructor(worker: RestingWorker<SegmentCalls>, patience = PATIENCE_MS) {
    this.#worker = worker
    this.#patience = patience
  }

  /** Throws CANCELLED when another question of the window comes meanwhile. */
  async ask(
    window: symbol,
    question: (signal: AbortSignal) => Promise<Question>,
    signal?: AbortSignal,
  ): Promise<PromptAnswer> {
    this.#latest.get(window)?.abort(new Failure('CANCELLED', 'A newer prompt took its place.'))
    const own = new AbortController()
    this.#latest.set(window, own)
    const either = signal ? AbortSignal.any([own.signal, signal]) : own.signal
    try {
      return await this.#answer(await question(either), either)
    } finally {
      if (this.#latest.get(window) === own) this.#latest.delete(window)
    }
  }

  async #answer(question: Question, signal: AbortSignal): Promise<PromptAnswer> {
    const ended = this.#ended
    try {
      return await this.#askOnce(question, signal)
    } catch (error) {
      // The process was ended for an older question's sake: this one is asked of the next process.
      if (signal.aborted || this.#ended === ended) throw error
      return this.#askOnce(question, signal)
    }
  }

  #askOnce(question: Question, signal: AbortSignal): Promise<PromptAnswer> {
    let isGuessing = false
    const onEvent = () => {
      isGuessing = true
    }
    const call = this.#worker.call('prompt', question, { signal, onEvent })
    const hurry = () => {
      const late = setTimeout(() => {
        // Reading a picture is worth waiting for: the newer question needs it too.
        if (isGuessing) this.#end()
      }, this.#patience)
      const settled = () => {
        clearTimeout(late)
      }
      call.then(settled, settled)
    }
    signal.addEventListener('abort', hurry, { once: true })
    const done = () => {
      signal.removeEventListener('abort', hurry)
    }
    call.then(done, done)
    return abortable(call, signal)
  }

  #end(): void {
    this.#ended++
    this.#worker.kill()
  }
}
