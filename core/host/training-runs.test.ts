import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ProjectId, RunId } from '../contract/ids'
import type { RecipeChoice, RunInfo } from '../contract/training'
import { checkpointPath, readRunHead, readRunScores, runDirectory } from './run-files'
import { type Client, openWebDoor, startHost, temporaryFolder } from './test-host'
import { untilEnded } from './test-jobs'
import { decision, makeProject, seed } from './test-pictures'

async function openProject(options: { pictures?: number; classes?: readonly string[] } = {}) {
  const folder = await temporaryFolder()
  const { client } = await openWebDoor(startHost(join(folder, 'data')))
  const { id: project, directory } = await makeProject(client, folder, options)
  return { folder, client, project, directory }
}

async function train(client: Client, project: ProjectId, choice: RecipeChoice, resume?: RunId) {
  const { job } = await client.training.start({ project, choice, ...(resume && { resume }) })
  const end = await untilEnded(client, job)
  expect(end.failure).toBeNull()
  const run = (await client.training.runs({ project })).find(({ id }) => id === end.result?.['run'])
  if (!run) throw new Error('The job names no run.')
  return run
}

/** What must be the same of two trainings that are the same; how long they took is not. */
function figuresOf({ metrics, epochs }: RunInfo) {
  if (!metrics) throw new Error('The run has no metrics.')
  return {
    figures: { ...metrics, seconds: 0, featureSeconds: 0, trainSeconds: 0 },
    epochs: epochs.map((epoch) => ({ ...epoch, imagesPerSecond: 0 })),
  }
}

const oneClassShown = { method: 'an', epochs: 8, batch: 8, device: 'wasm' } as const

describe('a training in its worker', () => {
  it('learns from what was cached, leaves its files and changes no feature', async () => {
    const { client, project, directory } = await openProject()
    await seed(client, project, 30)
    const cached = await featureFiles(directory)
    expect(cached.length).toBeGreaterThan(0)
    const first = await train(client, project, oneClassShown)
    expect(first).toMatchObject({ state: 'done', number: 1, images: 40, classes: 3 })
    expect(first.device).toBe('wasm')
    expect(first.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(first.epochs.at(-1)?.loss).toBeLessThan(first.epochs[0]?.loss ?? 0)

    const own = runDirectory(directory, first.id)
    const scores = await readRunScores(own)
    expect(scores?.images).toHaveLength(40)
    expect(scores?.scores).toHaveLength(120)
    expect(scores?.scores.every(Number.isFinite)).toBe(true)
    expect(await readRunHead(own)).toMatchObject({ kind: first.recipe.head, classes: 3 })

    const second = await train(client, project, oneClassShown)
    expect(await featureFiles(directory)).toEqual(cached)
    expect(figuresOf(second)).toEqual(figuresOf(first))
    expect((await readRunScores(runDirectory(directory, second.id)))?.scores).toEqual(
      scores?.scores,
    )
    expect(await client.projects.summary({ project })).toMatchObject({ rounds: 2 })
  })

  it('that was cancelled goes on from its checkpoint to the numbers of one that was not', async () => {
    const { client, project, directory } = await openProject({ pictures: 30 })
    await seed(client, project, 24)
    const long = { method: 'em', epochs: 500, batch: 1, device: 'wasm' } as const
    const { job } = await client.training.start({ project, choice: long })
    const [started] = await client.training.runs({ project })
    if (!started) throw new Error('no run')
    await expect
      .poll(() => exists(checkpointPath(runDirectory(directory, started.id))), { timeout: 25_000 })
      .toBe(true)
    await client.jobs.cancel({ job })
    expect(await untilEnded(client, job)).toMatchObject({ state: 'cancelled' })
    const [cancelled] = await client.training.runs({ project })
    expect(cancelled).toMatchObject({ state: 'cancelled', metrics: null })
    expect(cancelled?.epochs.length).toBeLessThan(500)

    const resumed = await train(client, project, {}, started.id)
    expect(resumed).toMatchObject({ id: started.id, state: 'done', recipe: started.recipe })
    const whole = await train(client, project, long)
    expect(figuresOf(resumed)).toEqual(figuresOf(whole))
    const files = async (run: RunId, name: string) =>
      readFile(join(runDirectory(directory, run), name))
    for (const name of ['scores.f16', 'head.safetensors']) {
      expect((await files(started.id, name)).equals(await files(whole.id, name)), name).toBe(true)
    }
  }, 90_000)

  it('is written as a classifier that gives the scores of the app', async () => {
    const { folder, client, project } = await openProject({ pictures: 24 })
    await seed(client, project, 18)
    const formats = await client.exports.formats({ project })
    expect(formats.find(({ id }) => id === 'onnx')?.obstacle).toMatch(/train/i)
    const run = await train(client, project, oneClassShown)
    const directory = join(folder, 'taken away')
    const order = { project, format: 'onnx', directory, run: run.id }
    const done = await untilEnded(client, (await client.exports.start(order)).job)
    expect(done.failure).toBeNull()
    expect((await readdir(directory)).filter((name) => !name.startsWith('.'))).toEqual(
      expect.arrayContaining(['MODEL_CARD.md', 'classes.txt', 'classifier.onnx']),
    )
    expect(await readFile(join(directory, 'classes.txt'), 'utf8')).toBe('circle\nsquare\nstripes\n')
    expect((await stat(join(directory, 'classifier.onnx'))).size).toBeGreaterThan(100_000)
    await writeFile(join(folder, 'classes.txt'), 'mine')
    const taken = { ...order, directory: folder }
    expect(await untilEnded(client, (await client.exports.start(taken)).job)).toMatchObject({
      ...{ state: 'failed', failure: { code: 'FOLDER_NOT_EMPTY' } },
    })
    expect(await readFile(join(folder, 'classes.txt'), 'utf8')).toBe('mine')
  })
})

describe('a training with little to learn from', () => {
  it('does not start without a single seed, and says what to do', async () => {
    const { client, project } = await openProject({ pictures: 3 })
    await expect(client.training.start({ project, choice: {} })).rejects.toMatchObject({
      data: { code: 'NO_SEEDS', advice: expect.stringMatching(/label/) as string },
    })
    const { obstacles } = await client.training.plan({ project, choice: {} })
    expect(obstacles).toHaveLength(1)
    expect(await client.training.runs({ project })).toEqual([])
  })

  it('does not start without a class', async () => {
    const { client, project } = await openProject({ pictures: 1, classes: [] })
    await expect(client.training.start({ project, choice: {} })).rejects.toMatchObject({
      data: { code: 'NO_CLASSES' },
    })
  })

  it('does not start with a method that nobody knows', async () => {
    const { client, project } = await openProject({ pictures: 1 })
    await seed(client, project, 1)
    const choice = { method: 'none-such' }
    await expect(client.training.start({ project, choice })).rejects.toMatchObject({
      data: { code: 'METHOD_UNKNOWN' },
    })
  })

  it('gives finite numbers by every method with one seed and classes without any', async () => {
    const { client, project, directory } = await openProject({ pictures: 6 })
    await seed(client, project, 1)
    const methods = await client.training.methods()
    expect(methods.length).toBeGreaterThanOrEqual(10)
    // Some learn from segments.
    const { job } = await client.segments.everythingAll({ project, model: null })
    expect((await untilEnded(client, job)).failure).toBeNull()
    for (const { id: method, needs } of methods) {
      const choice = { method, epochs: 8, device: 'wasm' } as const
      if (!needs.includes('truth')) {
        await expectFinite(client, project, directory, choice)
        continue
      }
      await expect(client.training.start({ project, choice }), method).rejects.toMatchObject({
        data: { code: 'PARAMETER_INVALID' },
      })
    }
  }, 120_000)

  it('gives finite numbers with one class alone, with the recipe it would choose itself', async () => {
    const { client, project, directory } = await openProject({ pictures: 8, classes: ['thing'] })
    await seed(client, project, 4)
    await expectFinite(client, project, directory, {})
  })

  it('gives finite numbers when every label is present, and when one picture is all', async () => {
    const { client, project, directory } = await openProject({ pictures: 1, classes: ['thing'] })
    await seed(client, project, 1)
    await expectFinite(client, project, directory, {})
  })

  it('takes what a person said absent as absent', async () => {
    const { client, project, directory } = await openProject({ pictures: 12 })
    await seed(client, project, 12)
    const page = { project, order: 'folder', status: null, offset: 0, limit: 12 } as const
    const { items } = await client.images.page(page)
    const [circle] = await client.classes.list({ project })
    if (!circle) throw new Error('no class')
    const others = items.filter(({ present }) => !present.includes(circle.id))
    const decisions = others.map(({ id }) => ({
      ...decision(id, circle.id),
      ...({ kind: 'reject', state: 'absent' } as const),
    }))
    await client.labels.decide({ project, view: 'grid', ms: 1, decisions })
    const choice = { method: 'em', epochs: 60, batch: 4, device: 'wasm' } as const
    const run = await train(client, project, choice)
    const result = await readRunScores(runDirectory(directory, run.id))
    const score = (id: number) => result?.scores[result.images.indexOf(id) * 3] ?? NaN
    const isOther = new Set(others.map(({ id }) => id))
    const lowest = Math.min(
      ...items.filter(({ id }) => !isOther.has(id)).map(({ id }) => score(id)),
    )
    const highest = Math.max(...others.map(({ id }) => score(id)))
    expect(highest).toBeLessThan(lowest)
  })
})

async function expectFinite(
  client: Client,
  project: ProjectId,
  directory: string,
  choice: RecipeChoice,
) {
  const run = await train(client, project, choice)
  expect(run.state).toBe('done')
  expect(run.epochs.every(({ loss }) => Number.isFinite(loss))).toBe(true)
  const result = await readRunScores(runDirectory(directory, run.id))
  expect(result?.scores.length).toBeGreaterThan(0)
  expect(result?.scores.every(Number.isFinite)).toBe(true)
  await expect(client.review.overview({ project, source: run.id })).resolves.toBeDefined()
}

/** Name, size and time of the last write of every file of the feature cache. */
async function featureFiles(project: string) {
  const folder = join(project, 'features')
  const names = (await readdir(folder, { recursive: true })).sort()
  return Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name))
      return { name, size, mtimeMs }
    }),
  )
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
