import { describe, expect, it } from 'vitest'
import type { JobSnapshot } from '../contract/jobs'
import { type JobSpec, Jobs } from './jobs'

function spec(run: JobSpec['run'], more: Partial<JobSpec> = {}): JobSpec {
  return { kind: 'scan', project: null, title: 'Test', resumable: true, run, ...more }
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('stopped'))
    })
  })

describe('Jobs', () => {
  it('runs a job to its end and keeps its result', async () => {
    const jobs = new Jobs(Date.now)
    const id = jobs.start(spec(() => Promise.resolve({ images: 3 })))
    expect(await jobs.ended(id)).toMatchObject({ state: 'done', result: { images: 3 } })
  })

  it('turns an error into a failure that says what happened', async () => {
    const jobs = new Jobs(Date.now)
    const id = jobs.start(spec(() => Promise.reject(new Error('no such folder'))))
    const snapshot = await jobs.ended(id)
    expect(snapshot.state).toBe('failed')
    expect(snapshot.failure?.message).toBe('no such folder')
  })

  it('cancels by signal and can be resumed from the same spec', async () => {
    const jobs = new Jobs(Date.now)
    let starts = 0
    const id = jobs.start(
      spec(async ({ signal }) => {
        starts++
        return starts === 1 ? untilAborted(signal) : { starts }
      }),
    )
    await new Promise((resolve) => setTimeout(resolve, 5))
    jobs.cancel(id)
    expect((await jobs.ended(id)).state).toBe('cancelled')
    const again = jobs.resume(id)
    expect(await jobs.ended(again)).toMatchObject({ state: 'done', result: { starts: 2 } })
  })

  it('runs jobs of one lane one after the other, and a cancelled one in the queue never', async () => {
    const jobs = new Jobs(Date.now)
    const order: string[] = []
    const step = (name: string) =>
      spec(
        async () => {
          order.push(`${name} starts`)
          await new Promise((resolve) => setTimeout(resolve, 10))
          order.push(`${name} ends`)
          return {}
        },
        { lane: 'compute' },
      )
    jobs.start(step('first'))
    const second = jobs.start(step('second'))
    const third = jobs.start(step('third'))
    jobs.cancel(second)
    await jobs.ended(third)
    expect(order).toEqual(['first starts', 'first ends', 'third starts', 'third ends'])
  })

  it('shows a new watcher every job, limits updates, and always sends the last one', async () => {
    const jobs = new Jobs(Date.now)
    const id = jobs.start(
      spec(async ({ report }) => {
        for (let done = 1; done <= 5000; done++) {
          report({ done, total: 5000 })
          if (done % 1000 === 0) await new Promise((resolve) => setTimeout(resolve, 20))
        }
        return {}
      }),
    )
    const seen: JobSnapshot[] = []
    for await (const snapshot of jobs.watch()) {
      seen.push(snapshot)
      if (snapshot.endedAt !== null) break
    }
    expect(seen[0]?.id).toBe(id)
    expect(seen.length).toBeLessThan(8)
    expect(seen.at(-1)).toMatchObject({ state: 'done', done: 5000 })
  })

  it('refuses to dismiss what still runs', async () => {
    const jobs = new Jobs(Date.now)
    const id = jobs.start(spec(({ signal }) => untilAborted(signal)))
    expect(() => {
      jobs.dismiss(id)
    }).toThrow('running job')
    await jobs.stop()
    jobs.dismiss(id)
    expect(jobs.list()).toEqual([])
  })
})
