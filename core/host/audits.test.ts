import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ClassId, ProjectId } from '../contract/ids'
import { type Client, openWebDoor, startHost, temporaryFolder } from './test-host'
import { makeProject, seed } from './test-pictures'

async function labelled() {
  const folder = await temporaryFolder()
  const host = startHost(join(folder, 'data'))
  const { client } = await openWebDoor(host)
  const { id: project } = await makeProject(client, folder, { pictures: 18 })
  await seed(client, project, 6)
  const [label] = await client.classes.list({ project })
  if (!label) throw new Error('no class')
  return { client, host, project, cls: label.id }
}

/** Judges the sample: the first few present, the others absent. */
async function judge(client: Client, project: ProjectId, cls: ClassId, present: number) {
  const { tiles } = await client.audits.page({ project, class: cls, draw: true })
  const answers = tiles.map(({ image }, at) => ({
    ...{ image, state: at < present ? ('present' as const) : ('absent' as const) },
  }))
  return client.audits.commit({ project, class: cls, ms: 4000, answers })
}

describe('an audit', () => {
  it('asks about undecided pictures only, and stays the same until it is judged', async () => {
    const { client, project, cls } = await labelled()
    const none = await client.audits.page({ project, class: cls, draw: false })
    expect(none).toMatchObject({ tiles: [], figures: null })
    const page = await client.audits.page({ project, class: cls, draw: true })
    expect(page.tiles.length).toBe(page.suggested + page.rest)
    expect(page.tiles.every(({ state }) => state === 'unknown')).toBe(true)
    const again = await client.audits.page({ project, class: cls, draw: true })
    expect(again.tiles).toEqual(page.tiles)
  })

  it('tells what is missing, and one undo takes it back whole', async () => {
    const { client, project, cls } = await labelled()
    const { page, result } = await judge(client, project, cls, 2)
    // Everything was in the sample: nothing is left to guess.
    expect(page).toMatchObject({ tiles: [] })
    expect(page.figures?.missing).toEqual({ low: 0, mid: 0, high: 0 })
    expect(page.figures?.judged).toBe(result.images.length)
    const audited = async () =>
      (await client.review.overview({ project, source: 'auto' })).classes.find(
        (row) => row.class === cls,
      )?.audited
    expect(await audited()).toBe(true)
    expect((await client.audits.summary({ project })).classes).toHaveLength(1)
    await client.labels.undo({ project })
    expect(await audited()).toBe(false)
    const after = await client.audits.page({ project, class: cls, draw: false })
    expect(after.tiles).toHaveLength(result.images.length)
    expect((await client.audits.summary({ project })).classes).toEqual([])
  })

  it('is recorded as an audit in the decisions, and survives the end of the program', async () => {
    const { client, host, project, cls } = await labelled()
    await judge(client, project, cls, 1)
    const opened = host.services.projects.get(project)
    const image = opened.labels.images[opened.labels.imagesWith(cls).at(-1) ?? -1]
    if (image === undefined) throw new Error('nothing was found')
    const views = (await opened.store.decisions.history(image)).map(({ view }) => view)
    expect(['audit', 'label']).toContain(views[0])
    await opened.audits.load()
    expect(opened.audits.figures(cls)?.judged).toBeGreaterThan(0)
  })
})

describe('confirmed examples', () => {
  it('are pictures in which a person saw the class, without the one asked about', async () => {
    const { client, host, project, cls } = await labelled()
    const { labels } = host.services.projects.get(project)
    const confirmed = labels.imagesWith(cls).map((row) => labels.images[row])
    const all = await client.review.examples({ project, class: cls, near: null, count: 3 })
    expect(all.length).toBeGreaterThan(0)
    expect(all.every(({ image }) => confirmed.includes(image))).toBe(true)
    const near = all[0]?.image ?? null
    const others = await client.review.examples({ project, class: cls, near, count: 3 })
    expect(others.map(({ image }) => image)).not.toContain(near)
  })
})

describe('what became of pictures', () => {
  it('is told to a window that did not decide it', async () => {
    const { client, project, cls } = await labelled()
    const { tiles } = await client.audits.page({ project, class: cls, draw: true })
    const images = tiles.map(({ image }) => image)
    await judge(client, project, cls, 1)
    const states = await client.review.states({ project, class: cls, images })
    expect(states.map(({ image }) => image)).toEqual(images)
    expect(states.filter(({ state }) => state === 'present')).toHaveLength(1)
  })
})
