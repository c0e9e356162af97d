import { setImmediate, setTimeout } from 'node:timers/promises'

/** After an answer the window has its own to do, and the next question may be on its way. */
const REST_MS = 300
/** Who works without a pause must not keep what runs behind from ever ending. */
const LONGEST_WAIT_MS = 2000

/** In one thread: what somebody waits for goes before what nobody waits for. */
export class RightOfWay {
  #waitedFor = 0
  #restsUntil = 0
  readonly #rest: number

  constructor(rest = REST_MS) {
    this.#rest = rest
  }

  /** Work that somebody waits for. */
  async first<T>(work: () => T | Promise<T>): Promise<T> {
    this.#waitedFor += 1
    try {
      return await work()
    } finally {
      this.#waitedFor -= 1
      this.#restsUntil = performance.now() + this.#rest
    }
  }

  /** Between two steps of other work: resolves when nobody waits, and after a while anyway. */
  readonly giveWay = async (): Promise<void> => {
    const end = performance.now() + LONGEST_WAIT_MS
    await setImmediate()
    while (this.#isTaken() && performance.now() < end) await setTimeout(5)
  }

  #isTaken(): boolean {
    return this.#waitedFor > 0 || performance.now() < this.#restsUntil
  }
}
