import { setTimeout } from 'node:timers/promises'
import { Failure } from '../../contract/failures'
import type { RestingWorker } from '../resting-worker'
import type { SegmentCalls, SegmentPicture } from '../workers/segment-calls'

/** Pictures are read ahead only when nobody has asked for anything for so long. */
const QUIET_MS = 150

/** Reads pictures before anybody asks for them, one at a time, and never in the way of a question. */
export class AheadLine {
  readonly #worker: RestingWorker<SegmentCalls>
  readonly #lists = new Map<symbol, AbortController>()
  #asking = 0

  constructor(worker: RestingWorker<SegmentCalls>) {
    this.#worker = worker
  }

  /** The first one first; a newer list of the same window takes an older one's place. */
  read(window: symbol, pictures: readonly (() => Promise<SegmentPicture>)[]): void {
    this.#lists.get(window)?.abort(new Failure('CANCELLED', 'Other pictures are read ahead.'))
    const own = new AbortController()
    this.#lists.set(window, own)
    const end = () => {
      if (this.#lists.get(window) === own) this.#lists.delete(window)
    }
    void this.#readAll(pictures, own.signal).then(end, end)
  }

  /** While somebody waits for an answer nothing further is read ahead. */
  async whileAsking<T>(work: () => Promise<T>): Promise<T> {
    this.#asking++
    try {
      return await work()
    } finally {
      this.#asking--
    }
  }

  stop(): void {
    for (const list of this.#lists.values()) list.abort(new Failure('CANCELLED', 'Stopped.'))
  }

  async #readAll(
    pictures: readonly (() => Promise<SegmentPicture>)[],
    signal: AbortSignal,
  ): Promise<void> {
    for (const picture of pictures) {
      do await setTimeout(QUIET_MS, undefined, { signal, ref: false })
      while (this.#asking > 0)
      try {
        await this.#worker.call('read', { picture: await picture() }, { signal })
      } catch (error) {
        if (signal.aborted) return
        // Whoever opens it is told why; the next one may be readable.
        if (!(error instanceof Failure)) throw error
      }
    }
  }
}
