interface Waiting<T> {
  readonly resolve: (value: T) => void
  readonly reject: (reason: unknown) => void
}

interface Task<T> {
  readonly work: () => Promise<T>
  readonly waiting: Set<Waiting<T>>
}

/**
 * Work by key, each key once at a time however many ask for it, a few at once, and the newest first:
 * what a person looks at now goes before what was scrolled past. A task that nobody waits for any
 * more (their signals aborted) is dropped unless it has begun.
 */
export class NewestFirst<T> {
  private readonly queued = new Map<string, Task<T>>()
  private readonly running = new Map<string, Task<T>>()
  private readonly parallel: number

  constructor(parallel: number) {
    this.parallel = parallel
  }

  /** The result of the task of this key; `work` is only called when no such task is known. */
  do(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted === true) return Promise.reject(reasonOf(signal))
    return new Promise((resolve, reject) => {
      const task = this.running.get(key) ?? this.moveToFront(key, work)
      const waiting = { resolve, reject }
      task.waiting.add(waiting)
      signal?.addEventListener(
        'abort',
        () => {
          this.leave(key, task, waiting)
          reject(reasonOf(signal))
        },
        { once: true },
      )
      this.next()
    })
  }

  private moveToFront(key: string, work: () => Promise<T>): Task<T> {
    const task = this.queued.get(key) ?? { work, waiting: new Set() }
    this.queued.delete(key)
    this.queued.set(key, task)
    return task
  }

  private leave(key: string, task: Task<T>, waiting: Waiting<T>): void {
    task.waiting.delete(waiting)
    if (task.waiting.size === 0 && this.queued.get(key) === task) this.queued.delete(key)
  }

  private next(): void {
    if (this.running.size >= this.parallel) return
    const newest = [...this.queued].at(-1)
    if (newest === undefined) return
    const [key, task] = newest
    this.queued.delete(key)
    this.running.set(key, task)
    void this.run(key, task)
  }

  private async run(key: string, task: Task<T>): Promise<void> {
    try {
      const value = await task.work()
      for (const { resolve } of task.waiting) resolve(value)
    } catch (error) {
      for (const { reject } of task.waiting) reject(error)
    } finally {
      this.running.delete(key)
      this.next()
    }
  }
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted')
}
