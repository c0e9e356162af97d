/** How often something may be started again within a span of time before we admit that it is broken. */
export class RestartBudget {
  readonly #most: number
  readonly #span: number
  #spent: number[] = []

  /** At most `most` restarts within any `span` milliseconds. */
  constructor(most: number, span: number) {
    this.#most = most
    this.#span = span
  }

  /** Takes one restart at time `now` (milliseconds); false when none is left. */
  spend(now: number): boolean {
    this.#spent = this.#spent.filter((at) => now - at < this.#span)
    if (this.#spent.length >= this.#most) return false
    this.#spent.push(now)
    return true
  }
}
