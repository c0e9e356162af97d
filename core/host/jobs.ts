import { randomUUID } from 'node:crypto'
import { EventPublisher } from '@orpc/server'
import { Failure, toFailureInfo } from '../contract/failures'
import type { JobId, ProjectId } from '../contract/ids'
import type { JobKind, JobSnapshot } from '../contract/jobs'

/** Watchers hear of a job at most this often; its last snapshot always arrives. */
const PUBLISH_EVERY_MS = 100

export type JobResult = NonNullable<JobSnapshot['result']>

/** `result` may tell early what the job makes, the id of a run, say. */
export type JobProgress = Partial<Pick<JobSnapshot, 'step' | 'done' | 'total' | 'result'>>

export interface JobContext {
  readonly signal: AbortSignal
  readonly report: (progress: JobProgress) => void
}

export interface JobSpec {
  readonly kind: JobKind
  readonly project: ProjectId | null
  readonly title: string
  /** Starting it again goes on where it stopped. */
  readonly resumable: boolean
  /** Jobs of one lane run one after the other; without a lane at once. */
  readonly lane?: string
  run(context: JobContext): Promise<JobResult>
}

interface Job {
  readonly spec: JobSpec
  readonly abort: AbortController
  readonly ended: Promise<void>
  snapshot: JobSnapshot
  rateSince: { at: number; done: number }
  publishTimer: NodeJS.Timeout | null
}

/** Everything that takes longer than a blink: started here, watched and cancelled by anyone. */
export class Jobs {
  readonly #jobs = new Map<JobId, Job>()
  readonly #lanes = new Map<string, Promise<void>>()
  readonly #publisher = new EventPublisher<{ job: JobSnapshot }>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  start(spec: JobSpec): JobId {
    // A fresh UUID is a job id by definition of this class.
    const id = randomUUID() as JobId
    const at = this.#now()
    const abort = new AbortController()
    let end = () => {}
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    this.#jobs.set(id, {
      spec,
      abort,
      ended,
      rateSince: { at, done: 0 },
      publishTimer: null,
      snapshot: {
        id,
        kind: spec.kind,
        project: spec.project,
        title: spec.title,
        step: '',
        state: 'queued',
        done: 0,
        total: null,
        rate: null,
        secondsLeft: null,
        startedAt: at,
        endedAt: null,
        resumable: spec.resumable,
        failure: null,
        result: null,
      },
    })
    const before = spec.lane === undefined ? undefined : this.#lanes.get(spec.lane)
    // A job cancelled while it waits ends at once, but must not open the lane to those behind it.
    if (spec.lane !== undefined) {
      this.#lanes.set(
        spec.lane,
        Promise.all([before, ended]).then(() => undefined),
      )
    }
    void this.#run(id, before).finally(end)
    return id
  }

  /** Resolves with the last snapshot once the job has ended, whatever its end. */
  async ended(id: JobId): Promise<JobSnapshot> {
    await this.#job(id).ended
    return this.#job(id).snapshot
  }

  /** Throws what a job failed of, CANCELLED for one that was cancelled. */
  throwIfFailed(id: JobId): void {
    const { state, failure } = this.#job(id).snapshot
    if (failure) throw Failure.from(failure)
    if (state === 'cancelled') throw new Failure('CANCELLED', 'Cancelled.')
  }

  get(id: JobId): JobSnapshot {
    return this.#job(id).snapshot
  }

  list(): JobSnapshot[] {
    return [...this.#jobs.values()].map((job) => job.snapshot)
  }

  /** Every job as it is now, then each change, until the signal or the consumer ends it. */
  async *watch(signal?: AbortSignal): AsyncGenerator<JobSnapshot> {
    const changes = this.#publisher.subscribe('job', {
      maxBufferedEvents: 1000,
      ...(signal && { signal }),
    })
    yield* this.list()
    yield* changes
  }

  cancel(id: JobId): void {
    this.#job(id).abort.abort(new Failure('CANCELLED', 'Cancelled.'))
  }

  resume(id: JobId): JobId {
    const job = this.#job(id)
    if (!job.spec.resumable || job.snapshot.endedAt === null) {
      throw new Failure('BAD_REQUEST', 'Only an interrupted job can be resumed.')
    }
    this.dismiss(id)
    return this.start(job.spec)
  }

  dismiss(id: JobId): void {
    if (this.#job(id).snapshot.endedAt === null) {
      throw new Failure('BAD_REQUEST', 'A running job cannot be dismissed.', {
        advice: 'Cancel it first.',
      })
    }
    this.#jobs.delete(id)
  }

  /** Cancels what belongs to a project (or everything) and waits until it has stopped. */
  async stop(project?: ProjectId): Promise<void> {
    const jobs = [...this.#jobs.values()].filter(
      (job) => project === undefined || job.spec.project === project,
    )
    for (const job of jobs) job.abort.abort(new Failure('CANCELLED', 'Cancelled.'))
    await Promise.all(jobs.map((job) => job.ended))
  }

  async #run(id: JobId, before: Promise<void> | undefined): Promise<void> {
    const { spec, abort } = this.#job(id)
    this.#change(id, {})
    try {
      if (before) await untilAborted(before, abort.signal)
      abort.signal.throwIfAborted()
      const startedAt = this.#now()
      this.#job(id).rateSince = { at: startedAt, done: 0 }
      this.#change(id, { state: 'running', startedAt })
      const result = await spec.run({
        signal: abort.signal,
        report: (progress) => {
          this.#report(id, progress)
        },
      })
      this.#end(id, { state: 'done', result, step: '' })
    } catch (error) {
      if (abort.signal.aborted) this.#end(id, { state: 'cancelled' })
      else this.#end(id, { state: 'failed', failure: toFailureInfo(error) })
    }
  }

  #report(id: JobId, progress: JobProgress): void {
    const job = this.#job(id)
    if (progress.step !== undefined && progress.step !== job.snapshot.step) {
      job.rateSince = { at: this.#now(), done: progress.done ?? 0 }
    }
    const next = { ...job.snapshot, ...progress }
    const seconds = (this.#now() - job.rateSince.at) / 1000
    const rate = seconds > 0.5 ? (next.done - job.rateSince.done) / seconds : null
    const secondsLeft = rate && next.total !== null ? (next.total - next.done) / rate : null
    this.#change(id, { ...progress, rate, secondsLeft })
  }

  #end(id: JobId, change: Partial<JobSnapshot>): void {
    this.#change(id, { ...change, endedAt: this.#now(), rate: null, secondsLeft: null })
  }

  #change(id: JobId, change: Partial<JobSnapshot>): void {
    const job = this.#job(id)
    job.snapshot = { ...job.snapshot, ...change }
    if (job.snapshot.endedAt !== null) {
      if (job.publishTimer) clearTimeout(job.publishTimer)
      this.#publisher.publish('job', job.snapshot)
      return
    }
    job.publishTimer ??= setTimeout(() => {
      job.publishTimer = null
      this.#publisher.publish('job', job.snapshot)
    }, PUBLISH_EVERY_MS)
  }

  #job(id: JobId): Job {
    const job = this.#jobs.get(id)
    if (!job) throw new Failure('NOT_FOUND', 'There is no such job any more.')
    return job
  }
}

/** Waits for `promise` but no longer than the signal allows. */
function untilAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve()
      },
      { once: true },
    )
    void promise.then(resolve)
  })
}
