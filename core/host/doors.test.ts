import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JobSnapshot } from '../contract/jobs'
import type { ProjectEvent } from '../contract/projects'
import { type Client, openWebDoor, startHost, temporaryFolder } from './test-host'
import { untilEnded } from './test-jobs'
import { decision, drawPictures, makeProject, seed, shapes } from './test-pictures'
import { startShell } from './test-shell'

const doors: { door: string; open: (folder: string) => Promise<Client> }[] = [
  {
    door: 'the WebSocket of the browser mode',
    open: async (folder) => (await openWebDoor(startHost(join(folder, 'data')))).client,
  },
  {
    door: "the MessagePort of Electron's host",
    open: async (folder) => (await startShell(join(folder, 'data'))).client,
  },
]

describe.each(doors)('over $door', ({ open }) => {
  it('a project is made of a folder, labelled, and every step is undone and redone', async () => {
    const folder = await temporaryFolder()
    const client = await open(folder)
    const { id: project } = await makeProject(client, folder, { pictures: 12 })
    const classes = await client.classes.list({ project })
    expect(classes.map(({ name }) => name)).toEqual(shapes)
    const page = { project, order: 'folder', status: null, offset: 2, limit: 3 } as const
    const { total, items } = await client.images.page(page)
    expect(total).toBe(12)
    expect(items.map(({ path }) => path)).toEqual(['02.jpg', '03.jpg', '04.jpg'])
    expect(items[0]).toMatchObject({ width: 96, height: 72, status: 'todo', present: [] })

    const [image, label] = [items[0]?.id, classes[2]?.id]
    if (image === undefined || label === undefined) throw new Error('too little was found')
    const gesture = { project, view: 'label', ms: 7, decisions: [decision(image, label)] } as const
    const told = await client.labels.decide({ ...gesture, decisions: [...gesture.decisions] })
    expect(told).toMatchObject({ revision: 1, images: [image] })
    const present = async () => (await client.images.get({ project, image })).present
    expect(await present()).toEqual([label])
    expect(await client.labels.undo({ project })).toMatchObject({ revision: 2, images: [image] })
    expect(await present()).toEqual([])
    expect(await client.labels.redo({ project })).toMatchObject({ revision: 3, images: [image] })
    expect(await present()).toEqual([label])
    expect(await client.projects.summary({ project })).toMatchObject({
      ...{ images: 12, seeded: 1, present: 1, revision: 3, scanning: false, unreadable: 0 },
      ...{ features: 12, imagesMissing: false, redo: null },
    })
  })

  it('a swept page is one gesture, and its answer brings the next page', async () => {
    const folder = await temporaryFolder()
    const client = await open(folder)
    const { id: project } = await makeProject(client, folder, { pictures: 18 })
    await seed(client, project, 6)
    const [circle] = await client.classes.list({ project })
    if (!circle) throw new Error('no class')
    const asked = { project, class: circle.id, source: 'instant', size: 4 } as const
    const page = await client.review.page(asked)
    expect(page.tiles).toHaveLength(4)
    const answers = page.tiles.map(({ image, probability }, at) => ({
      ...{ image, probability },
      state: at === 0 ? ('absent' as const) : ('present' as const),
    }))
    const { result, next } = await client.review.commit({ ...asked, ms: 900, answers })
    expect(result.images).toHaveLength(4)
    const first = new Set(page.tiles.map(({ image }) => image))
    expect(next.tiles.some(({ image }) => first.has(image))).toBe(false)
    const counts = () => client.projects.summary({ project })
    expect(await counts()).toMatchObject({ present: 9, absent: 1 })
    await client.labels.undo({ project })
    expect(await counts()).toMatchObject({ present: 6, absent: 0 })
  })

  it('what goes wrong arrives as a failure with its code, its words and its advice', async () => {
    const folder = await temporaryFolder()
    const client = await open(folder)
    const nowhere = join(folder, 'nowhere')
    await expect(client.projects.open({ directory: nowhere })).rejects.toMatchObject({
      code: 'FAILURE',
      defined: true,
      data: {
        code: 'PROJECT_MISSING',
        path: expect.stringContaining('nowhere') as string,
        message: expect.stringMatching(/\w/) as string,
        advice: expect.stringMatching(/\w/) as string,
      },
    })
    const { id: project } = await makeProject(client, folder, { pictures: 1 })
    await expect(client.labels.undo({ project })).rejects.toMatchObject({
      data: { code: 'NOTHING_TO_UNDO' },
    })
    await expect(client.classes.add({ project, names: [' '] })).rejects.toMatchObject({
      data: { code: 'CLASS_NAME_EMPTY' },
    })
    await expect(client.classes.add({ project, names: ['Circle'] })).rejects.toMatchObject({
      data: { code: 'CLASS_NAME_TAKEN' },
    })
  })

  it('jobs are watched from what they are to their end, and cancelled', async () => {
    const folder = await temporaryFolder()
    const client = await open(folder)
    const { id: project } = await makeProject(client, folder, { pictures: 9 })
    await seed(client, project, 6)
    const known: JobSnapshot[] = []
    for await (const snapshot of await client.jobs.watch()) {
      known.push(snapshot)
      if (known.length === 2) break
    }
    expect(known.map(({ kind, state }) => [kind, state])).toEqual([
      ['scan', 'done'],
      ['features', 'done'],
    ])
    const choice = { method: 'an', epochs: 100_000, batch: 2 }
    const { job } = await client.training.start({ project, choice })
    for await (const snapshot of await client.jobs.watch()) {
      if (snapshot.id === job && snapshot.step === 'training') break
    }
    await client.jobs.cancel({ job })
    expect(await untilEnded(client, job)).toMatchObject({ state: 'cancelled', resumable: true })
    await client.jobs.dismiss({ job })
    await expect(client.jobs.cancel({ job })).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } })
  })

  it('every window hears what another one changed', async () => {
    const folder = await temporaryFolder()
    const client = await open(folder)
    const { id: project } = await makeProject(client, folder, { pictures: 3 })
    const stream = await client.projects.watch({ project })
    await client.classes.add({ project, names: ['triangle'] })
    const heard: ProjectEvent[] = []
    for await (const event of stream) {
      heard.push(event)
      if (event.changed.includes('classes')) break
    }
    expect(heard.at(-1)).toMatchObject({ revision: 1 })
  })
})

describe("Electron's host", () => {
  it('answers pictures over its own port and ends when it is told to', async () => {
    const folder = await temporaryFolder()
    const shell = await startShell(join(folder, 'data'))
    await drawPictures(join(folder, 'pictures'), 1)
    const { id: project } = await makeProject(shell.client, folder, { pictures: 1 })
    const page = { project, order: 'folder', status: null, offset: 0, limit: 1 } as const
    const image = (await shell.client.images.page(page)).items[0]?.id ?? 0
    const ask = (id: number, path: string) =>
      shell.ask({ kind: 'media', id, path }, (one) => one.kind === 'media' && one.id === id)
    expect(await ask(1, `/media/${project}/${image}/160`)).toMatchObject({
      ...{ status: 200, type: 'image/jpeg', immutable: true },
    })
    expect(await ask(2, `/media/${project}/${image}/161`)).toMatchObject({ status: 404 })
    expect(await shell.shutdown()).toBe(0)
  })
})
