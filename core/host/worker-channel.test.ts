import { describe, expect, it } from 'vitest'
import { Failure } from '../contract/failures'
import { builtFolder } from './test-host'
import { WorkerClient } from './worker-channel'
import type { InstantCalls } from './workers/instant-calls'

const built = (file: string) => new URL(file, builtFolder)

describe.each(['thread', 'process'] as const)('a worker in a %s', (place) => {
  it('answers with the failure that its handler threw, and goes on', async () => {
    const client = new WorkerClient<InstantCalls>(built('instant-worker.js'), 'instant', { place })
    for (let turn = 0; turn < 2; turn++) {
      await expect(client.call('evidence', { class: 0 })).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: 'There are no features yet.',
      })
    }
    await client.stop()
  })

  it('ends by itself when it is stopped, and is not started again', async () => {
    const client = new WorkerClient<InstantCalls>(built('instant-worker.js'), 'instant', { place })
    await expect(client.call('evidence', { class: 0 })).rejects.toThrow()
    const started = performance.now()
    await client.stop()
    expect(performance.now() - started).toBeLessThan(4000)
    await expect(client.call('evidence', { class: 0 })).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  it('that cannot start fails the calls that wait for it, and may be asked again', async () => {
    const client = new WorkerClient<InstantCalls>(built('no-such-worker.js'), 'instant', { place })
    for (let turn = 0; turn < 2; turn++) {
      await expect(client.call('evidence', { class: 0 })).rejects.toMatchObject({
        code: 'INTERNAL',
        advice: 'What it had finished is kept; start it again.',
      })
    }
    await client.stop()
  })

  it('that is ended by force fails its calls in the words of its owner', async () => {
    const lost = ({ why }: { why: string }) => new Failure('DEVICE_UNUSABLE', `Gone: ${why}`)
    const client = new WorkerClient<InstantCalls>(built('instant-worker.js'), 'instant', {
      ...{ place, lost },
    })
    const asked = client.call('evidence', { class: 0 })
    client.kill()
    await expect(asked).rejects.toMatchObject({
      code: 'DEVICE_UNUSABLE',
      message: expect.stringMatching(place === 'thread' ? /exit code/ : /SIGKILL/) as string,
    })
    await expect(client.call('evidence', { class: 0 })).rejects.toThrow('no features')
    await client.stop()
  })
})
