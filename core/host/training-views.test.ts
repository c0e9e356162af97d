import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ProjectId, RunId } from '../contract/ids'
import type { RecipeChoice } from '../contract/training'
import { checkpointPath, readRunScores, readSnapshot, runDirectory } from './run-files'
import { type Client, openWebDoor, startHost, temporaryFolder } from './test-host'
import { untilEnded, untilSnapshot } from './test-jobs'
import { makeProject, seed, shapeOf, shapes } from './test-pictures'

async function openProject(pictures: number) {
  const folder = await temporaryFolder()
  const { client } = await openWebDoor(startHost(join(folder, 'data')))
  const { id: project, directory } = await makeProject(client, folder, { pictures })
  await seed(client, project, pictures - 2)
  return { folder, client, project, directory }
}

const quick = { epochs: 4, batch: 8, device: 'wasm' } as const

async function train(client: Client, project: ProjectId, choice: RecipeChoice, resume?: RunId) {
  const { job } = await client.training.start({ project, choice, ...(resume && { resume }) })
  const end = await untilEnded(client, job)
  const run = (await client.training.runs({ project })).find(({ id }) => id === end.result?.['run'])
  return { end, run }
}

/** Scores that know the shape of every picture. */
function teacherCsv(pictures: number): string {
  const rows = Array.from({ length: pictures }, (_, n) => {
    const scores = shapes.map((shape) => (shape === shapeOf(n) ? 0.9 : 0.05))
    return `${String(n).padStart(2, '0')}.jpg,${scores.join(',')}`
  })
  return [`file,${shapes.join(',')}`, ...rows].join('\n')
}

describe('a training with views of its own', () => {
  it.each([
    ['mirrored pictures', { method: 'em', augment: 'flip' }, ['pooled-mirrored-320']],
    ['strong views', { method: 'plc' }, ['pooled-strong-1-320', 'pooled-strong-2-320']],
    [
      'maps, of strong views too, and an empty picture',
      { method: 'ignore', augment: 'flip' },
      ['map', 'map-mirrored', 'map-strong-1', 'map-strong-2'],
    ],
    ['boosted maps', { method: 'boostlu-em' }, ['map']],
    ['tiles, as its own teacher', { method: 'aevlp' }, ['pooled-tiles-4x4-160']],
  ] as const)('computes and reads them first: %s', async (_, choice, stores) => {
    const { client, project, directory } = await openProject(20)
    const { job } = await client.training.start({ project, choice: { ...quick, ...choice } })
    const looking = await untilSnapshot(client, ({ id, step }) => id === job && step !== '')
    expect(looking.step).toMatch(/^(features|training)/)
    const end = await untilEnded(client, job)
    expect(end.failure).toBeNull()
    const [run] = await client.training.runs({ project })
    if (!run) throw new Error('no run')
    const result = await readRunScores(runDirectory(directory, run.id))
    expect(result?.scores).toHaveLength(60)
    expect(result?.scores.every(Number.isFinite)).toBe(true)
    const files = await readdir(join(directory, 'features'), { recursive: true })
    const kept = new Set(files.map((file) => basename(file)))
    expect(stores.filter((store) => !kept.has(`${store}.idx`))).toEqual([])
    // The second run finds everything in the cache and comes to the same numbers.
    const again = await train(client, project, { ...quick, ...choice })
    expect(again.run?.epochs.map(({ loss }) => loss)).toEqual(run.epochs.map(({ loss }) => loss))
  })
})

describe('a training with a teacher', () => {
  it('learns from a file of scores, and keeps them for when it goes on', async () => {
    const { folder, client, project, directory } = await openProject(30)
    const teacher = join(folder, 'scores.csv')
    await writeFile(teacher, teacherCsv(30))
    const choice = { ...quick, method: 'vlpl', teacher, epochs: 400, batch: 1 }
    const { job } = await client.training.start({ project, choice })
    const [started] = await client.training.runs({ project })
    if (!started) throw new Error('no run')
    const own = runDirectory(directory, started.id)
    await expect
      .poll(
        () =>
          readFile(checkpointPath(own)).then(
            (file) => file.length > 0,
            () => false,
          ),
        {
          timeout: 25_000,
        },
      )
      .toBe(true)
    await client.jobs.cancel({ job })
    expect(await untilEnded(client, job)).toMatchObject({ state: 'cancelled' })
    // The file goes; the run has its own copy.
    await writeFile(teacher, 'file,circle\n')
    const snapshot = await readSnapshot(own)
    expect(snapshot.teacher).toHaveLength(90)
    expect(Array.from(snapshot.teacher?.subarray(0, 3) ?? [], (x) => x.toFixed(2))).toEqual([
      '0.90',
      '0.05',
      '0.05',
    ])
    const { end } = await train(client, project, {}, started.id)
    expect(end.failure).toBeNull()
  }, 60_000)

  it('is its own teacher where nothing else is said', async () => {
    const { client, project } = await openProject(12)
    const plan = await client.training.plan({ project, choice: { method: 'vlpl' } })
    expect(plan).toMatchObject({ recipe: { teacher: 'self' }, obstacles: [] })
    const { end } = await train(client, project, { ...quick, method: 'vlpl' })
    expect(end.failure).toBeNull()
  })

  it('says what is wrong with a file, before it trains where it can', async () => {
    const { folder, client, project } = await openProject(12)
    const teacher = join(folder, 'scores.csv')
    const choice = { ...quick, method: 'vlpl', teacher }
    const { obstacles } = await client.training.plan({ project, choice })
    expect(obstacles).toEqual([expect.stringContaining('is not there')])
    await expect(client.training.start({ project, choice })).rejects.toMatchObject({
      data: { code: 'TEACHER_INVALID', path: teacher },
    })
    await writeFile(teacher, teacherCsv(9))
    const { end, run } = await train(client, project, choice)
    expect(end).toMatchObject({ state: 'failed', failure: { code: 'TEACHER_INVALID' } })
    expect(end.failure?.message).toContain('none of 3 of the 12 to train on: 09.jpg')
    expect(run).toMatchObject({ state: 'failed', metrics: null })
  })
})

describe('a plan', () => {
  it('takes the head that a method needs, and objects to another', async () => {
    const { client, project } = await openProject(8)
    const plan = (choice: RecipeChoice) => client.training.plan({ project, choice })
    expect((await plan({ method: 'boostlu-em' })).recipe.head).toBe('map')
    expect((await plan({ method: 'boostlu-em', head: 'linear' })).obstacles).toEqual([
      expect.stringContaining('needs a map head'),
    ])
  })

  it('objects to a backbone that is not there, and no run is made of it', async () => {
    const { folder, client, project } = await openProject(8)
    const choice = { method: 'em', backbone: join(folder, 'gone.onnx') }
    const { obstacles } = await client.training.plan({ project, choice })
    expect(obstacles).toEqual([expect.stringContaining('is not there')])
    await expect(client.training.start({ project, choice })).rejects.toMatchObject({
      data: { code: 'MODEL_MISSING' },
    })
    expect(await client.training.runs({ project })).toEqual([])
  })

  it('counts the views that are missing into the time', async () => {
    const { client, project } = await openProject(20)
    const seconds = async (choice: RecipeChoice) =>
      (await client.training.plan({ project, choice })).seconds
    const plain = await seconds({ method: 'em' })
    expect(await seconds({ method: 'em', augment: 'flip' })).toBeCloseTo(plain + 0.2, 5)
    expect(await seconds({ method: 'aevlp' })).toBeGreaterThan(plain + 0.7)
    await train(client, project, { ...quick, method: 'em', augment: 'flip' })
    const after = await client.training.plan({ project, choice: { method: 'an', augment: 'flip' } })
    const without = await client.training.plan({ project, choice: { method: 'an' } })
    expect(after.seconds).toBeCloseTo(without.seconds, 5)
  })
})
