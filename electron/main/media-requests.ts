import type { HostToShell, ShellToHost } from '../../core/contract/shell-messages'

export type MediaAnswer = Extract<HostToShell, { kind: 'media' }>

/** Pictures asked of the host and not answered yet. */
export class MediaRequests {
  readonly #send: (message: ShellToHost) => void
  readonly #waiting = new Map<number, (answer: MediaAnswer | null) => void>()
  #lastId = 0

  constructor(send: (message: ShellToHost) => void) {
    this.#send = send
  }

  /** The host's answer; null when the host is gone or the window no longer wants it. */
  get(path: string, signal: AbortSignal): Promise<MediaAnswer | null> {
    if (signal.aborted) return Promise.resolve(null)
    const id = ++this.#lastId
    return new Promise((resolve) => {
      const cancel = () => {
        this.#waiting.delete(id)
        this.#send({ kind: 'media-cancel', id })
        resolve(null)
      }
      this.#waiting.set(id, (answer) => {
        signal.removeEventListener('abort', cancel)
        resolve(answer)
      })
      signal.addEventListener('abort', cancel, { once: true })
      this.#send({ kind: 'media', id, path })
    })
  }

  /** Takes the host's answer; one that nobody waits for any more is dropped. */
  settle(answer: MediaAnswer): void {
    this.#waiting.get(answer.id)?.(answer)
    this.#waiting.delete(answer.id)
  }

  /** The host died: nobody will answer what was asked of it. */
  abandon(): void {
    for (const resolve of this.#waiting.values()) resolve(null)
    this.#waiting.clear()
  }
}
