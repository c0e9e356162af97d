import { describe, expect, it } from 'vitest'
import { runId } from '../contract/ids'
import { openProjectStore } from './project-store'
import { testProject, tickingClock } from './test-project'

const recipe = {
  ...{ method: 'an', parameters: { gamma: 0.1 }, backbone: 'mini', resolution: 320, epochs: 2 },
  ...{ batch: 16, learningRate: 0.001, weightDecay: 0, seed: 1, device: 'auto' as const },
  head: 'linear' as const,
}
const newRun = { recipe, device: 'wasm', images: 4, classes: 2, decisions: 7 }
const metrics = {
  ...{ map: 0.5, mapBest: 0.6, hiddenMap: null, falseNegatives: null, wasserstein: null },
  ...{ agreement: 0.8, bestEpoch: 1, seconds: 3, featureSeconds: 1, trainSeconds: 2 },
}
const epoch = {
  ...{ epoch: 1, loss: 0.3, map: null, agreement: 0.7, pseudoPositives: 0, imagesPerSecond: 100 },
}

describe('runs', () => {
  it('keep their recipe, their curve and their end', async () => {
    const { store } = await testProject(1, 1)
    const run = await store.runs.create(newRun)
    expect(run).toMatchObject({ id: 'run-1', number: 1, state: 'running', recipe, epochs: [] })
    await store.runs.update(run.id, { epochs: [epoch] })
    await store.runs.update(run.id, { notes: ['Smaller parts.'] })
    const done = await store.runs.update(run.id, { state: 'done', metrics })
    expect(done.notes).toEqual(['Smaller parts.'])
    expect(done).toMatchObject({ state: 'done', metrics, epochs: [epoch], failure: null })
    expect(run.notes).toEqual([])
    const failed = { failure: 'It crashed.', failureCode: 'DEVICE_FAILED' } as const
    expect(await store.runs.update(run.id, failed)).toMatchObject(failed)
    expect((await store.runs.update(run.id, { failure: null })).failureCode).toBeNull()
    expect(await store.runs.list()).toEqual([done])
    expect((await store.summary()).rounds).toBe(1)
    await store.close()
  })

  it('never get the number of a removed one', async () => {
    const { store } = await testProject(1, 1)
    const first = await store.runs.create(newRun)
    await store.runs.remove(first.id)
    expect((await store.runs.create(newRun)).number).toBe(2)
    await expect(store.runs.get(first.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(store.runs.update(runId.parse('run-9'), {})).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await store.close()
  })

  it('that were running when their process ended are cancelled at the next start', async () => {
    const { store, directory } = await testProject(1, 1)
    const { id } = await store.runs.create(newRun)
    await store.close()
    const now = tickingClock()
    const reader = await openProjectStore(directory, { mode: 'read', now })
    expect(await reader.runs.get(id)).toMatchObject({ state: 'running' })
    await reader.close()
    const again = await openProjectStore(directory, { mode: 'write', now })
    expect(await again.runs.get(id)).toMatchObject({ state: 'cancelled' })
    await again.close()
  })
})
