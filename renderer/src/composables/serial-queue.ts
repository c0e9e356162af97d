/** Runs tasks strictly one after the other: decisions reach the store in the order of the fingers. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  /** Tasks not finished yet. */
  get size(): number {
    return this.#waiting
  }

  /** A task that fails rejects its own promise and lets the next one run. */
  add<T>(task: () => Promise<T>): Promise<T> {
    this.#waiting += 1
    const mine = this.#last.then(task).finally(() => {
      this.#waiting -= 1
    })
    this.#last = mine.then(
      () => undefined,
      () => undefined, // Its caller hears of it by `mine`; the queue only needs to know that it ended.
    )
    return mine
  }
}
