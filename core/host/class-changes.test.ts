import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { classId, type ClassId, type ProjectId } from '../contract/ids'
import { type Client, connect, openWebDoor, startHost, temporaryFolder } from './test-host'
import { untilEnded } from './test-jobs'
import { makeProject, seed } from './test-pictures'

const PICTURES = 24

async function project() {
  const folder = await temporaryFolder()
  const host = startHost(join(folder, 'data'))
  const door = await openWebDoor(host)
  const { id } = await makeProject(door.client, folder, { pictures: PICTURES })
  await seed(door.client, id, PICTURES)
  const classes = await door.client.classes.list({ project: id })
  return { folder, host, door, client: door.client, id, classes }
}

function nth(classes: readonly { id: ClassId }[], at: number): ClassId {
  return classes[at]?.id ?? classId.parse(99)
}

async function exported(client: Client, id: ProjectId, format: string, directory: string) {
  const { job } = await client.exports.start({ project: id, format, directory, run: null })
  expect((await untilEnded(client, job)).failure).toBeNull()
}

const coco = z.object({
  categories: z.array(z.object({ id: z.number(), name: z.string() })),
  annotations: z.array(z.object({ category_id: z.number() })),
})

it('exports hold the ids and counts of the classes that are in use', async () => {
  const { folder, client, id, classes } = await project()
  const [from, into, retired] = [nth(classes, 0), nth(classes, 1), nth(classes, 2)]
  const counts = classes.map(({ present }) => present)
  const merge = { act: 'merge', classes: [from], into, absent: 'both' } as const
  await client.classes.edit({ project: id, edit: merge })
  await client.classes.edit({ project: id, edit: { act: 'retire', classes: [retired] } })
  const [kept] = await client.classes.list({ project: id })
  expect(kept).toMatchObject({ id: into, present: (counts[0] ?? 0) + (counts[1] ?? 0) })
  expect(await client.exports.preview({ project: id, format: 'csv' })).toMatchObject({
    present: kept?.present,
  })
  for (const format of ['coco', 'csv', 'jsonl']) {
    await exported(client, id, format, join(folder, format))
  }
  const text = await readFile(join(folder, 'coco', 'instances.json'), 'utf8')
  const { categories, annotations } = coco.parse(JSON.parse(text))
  const live = classes.slice(1).filter((one) => one.id !== retired)
  expect(categories).toEqual(live.map((one) => ({ id: one.id, name: one.name })))
  expect(annotations.map((one) => one.category_id)).toEqual(
    Array.from({ length: kept?.present ?? 0 }, () => into),
  )
  const rows = (await readFile(join(folder, 'csv', 'labels.csv'), 'utf8')).trim().split('\n')
  expect(rows.slice(1).every((row) => row.includes(`,${kept?.name ?? ''},present`))).toBe(true)
  const lines = await readFile(join(folder, 'jsonl', 'labels.jsonl'), 'utf8')
  expect(lines).not.toContain(`"${classes[0]?.name ?? ''}"`)
  expect(lines).not.toContain(`"${classes[2]?.name ?? ''}"`)
})

it('a run keeps to the classes that it learnt, and says so when none is left', async () => {
  const { folder, client, id, classes } = await project()
  const choice = { method: 'ridge', device: 'wasm' } as const
  const { job } = await client.training.start({ project: id, choice })
  expect((await untilEnded(client, job)).failure).toBeNull()
  const [run] = await client.training.runs({ project: id })
  if (!run) throw new Error('no run')
  const [from, into] = [nth(classes, 0), nth(classes, 1)]
  const merge = { act: 'merge', classes: [from], into, absent: 'both' } as const
  await client.classes.edit({ project: id, edit: merge })

  await exported(client, id, 'onnx', join(folder, 'onnx'))
  const names = await readFile(join(folder, 'onnx', 'classes.txt'), 'utf8')
  expect(names.trim().split('\n')).toEqual(classes.slice(1).map(({ name }) => name))
  expect(await readFile(join(folder, 'onnx', 'MODEL_CARD.md'), 'utf8')).toContain(
    'after the training: 1',
  )
  const page = { project: id, class: into, source: run.id, size: 10 }
  for (const tile of (await client.review.page(page)).tiles) expect(tile.score).toBeTypeOf('number')
  await expect(client.review.page({ ...page, class: from })).rejects.toThrow('no such class')

  const { added } = await client.classes.edit({
    ...{ project: id, edit: { act: 'add', names: ['new'] } },
  })
  await client.classes.edit({
    ...{ project: id, edit: { act: 'retire', classes: classes.slice(1).map((one) => one.id) } },
  })
  await expect(client.review.page({ ...page, class: added[0] ?? from })).rejects.toThrow(
    /No class that run \d+ learnt/,
  )
  const order = { project: id, format: 'onnx', directory: join(folder, 'none'), run: run.id }
  const failed = await untilEnded(client, (await client.exports.start(order)).job)
  expect(failed.failure).toMatchObject({ code: 'NO_CLASSES' })
})

it('another window hears of a change at once, and reviews the pictures that a split left open', async () => {
  const { door, client, id, classes } = await project()
  const other = await connect(door.origin, door.token)
  const events = await other.projects.watch({ project: id })
  const whole = nth(classes, 0)
  const into = [{ name: 'one half' }, { name: 'other half' }]
  const { added, title } = await client.classes.edit({
    ...{ project: id, edit: { act: 'split', class: whole, into } },
  })
  for await (const { changed } of events) if (changed.includes('classes')) break
  expect((await other.classes.list({ project: id })).map(({ name }) => name)).toContain('one half')
  expect((await other.projects.summary({ project: id })).undo).toBe(title)

  const half = added[0] ?? whole
  const page = { project: id, class: half, source: 'auto', size: 200 } as const
  const shown = (await other.review.page(page)).tiles.map((tile) => tile.image)
  expect(shown).toHaveLength(classes[0]?.present ?? 0)
  const [first] = shown
  if (first === undefined) throw new Error('no picture')
  const answers = [{ image: first, state: 'present' as const, probability: null }]
  const { next } = await other.review.commit({ ...page, ms: 1, answers })
  expect(next.tiles.map((tile) => tile.image)).toEqual(shown.slice(1))

  await client.labels.undo({ project: id })
  await client.labels.undo({ project: id })
  expect(await other.classes.list({ project: id })).toEqual(classes)
})
