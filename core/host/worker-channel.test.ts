import { describe, expect, it } from 'vitest'
import { WorkerClient } from './worker-channel'
import type { InstantCalls } from './workers/instant-calls'

const built = (file: string) => new URL(`../../out/main/${file}`, import.meta.url)

describe('a worker', () => {
  it('answers with the failure that its handler threw, and goes on', async () => {
    const client = new WorkerClient<InstantCalls>(built('instant-worker.js'), 'instant')
    for (let turn = 0; turn < 2; turn++) {
      await expect(client.call('evidence', { class: 0 })).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: 'There are no features yet.',
      })
    }
    await client.stop()
  })

  it('ends by itself when it is stopped, and is not started again', async () => {
    const client = new WorkerClient<InstantCalls>(built('instant-worker.js'), 'instant')
    await expect(client.call('evidence', { class: 0 })).rejects.toThrow()
    const started = performance.now()
    await client.stop()
    expect(performance.now() - started).toBeLessThan(4000)
    await expect(client.call('evidence', { class: 0 })).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  it('that cannot start fails the calls that wait for it, and may be asked again', async () => {
    const client = new WorkerClient<InstantCalls>(built('no-such-worker.js'), 'instant')
    for (let turn = 0; turn < 2; turn++) {
      await expect(client.call('evidence', { class: 0 })).rejects.toMatchObject({
        code: 'INTERNAL',
        advice: 'What it had finished is kept; start it again.',
      })
    }
    await client.stop()
  })
})
