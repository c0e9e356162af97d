import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectPaths } from '../store/files'
import { type Client, openWebDoor, startHost, temporaryFolder } from './test-host'
import { untilEnded, untilSnapshot } from './test-jobs'
import { drawPictures, makeProject, seed } from './test-pictures'

async function openDoor() {
  const folder = await temporaryFolder()
  const host = startHost(join(folder, 'data'))
  return { folder, host, client: (await openWebDoor(host)).client }
}

async function create(client: Client, folder: string, images: string) {
  const directory = join(folder, 'project')
  return client.projects.create({ name: 'Test', images, directory, classes: ['one'] })
}

describe('a picture folder', () => {
  it('that is gone after the project was made loses no label, and is found again', async () => {
    const { folder, client } = await openDoor()
    const { id: project, imageRoot } = await makeProject(client, folder, { pictures: 6 })
    await seed(client, project, 4)
    const moved = join(folder, 'moved')
    await rename(imageRoot, moved)
    const { job } = await client.projects.rescan({ project })
    expect(await untilEnded(client, job)).toMatchObject({
      ...{ state: 'failed', failure: { code: 'IMAGES_MISSING', path: imageRoot } },
    })
    const summary = () => client.projects.summary({ project })
    expect(await summary()).toMatchObject({ imagesMissing: true, images: 6, seeded: 4, present: 4 })
    expect((await client.labels.undo({ project })).images).toHaveLength(1)

    await expect(
      client.projects.locateImages({ project, images: join(folder, 'nowhere') }),
    ).rejects.toMatchObject({ data: { code: 'FOLDER_MISSING' } })
    expect(await summary()).toMatchObject({ imagesMissing: true })
    expect(await client.projects.locateImages({ project, images: moved })).toMatchObject({
      imageRoot: moved,
    })
    const found = await untilSnapshot(
      client,
      ({ kind, state }) => kind === 'scan' && state === 'done',
    )
    expect(found.result).toMatchObject({ images: 6 })
    expect(await summary()).toMatchObject({ imagesMissing: false, images: 6, seeded: 3 })
  })

  it('that comes and goes is noticed by a window that reopens its project', async () => {
    const { folder, client } = await openDoor()
    const { id: project, imageRoot } = await makeProject(client, folder, { pictures: 2 })
    const away = join(folder, 'away')
    await rename(imageRoot, away)
    await client.projects.reopen({ project })
    expect(await client.projects.summary({ project })).toMatchObject({ imagesMissing: true })
    await rename(away, imageRoot)
    await client.projects.reopen({ project })
    expect(await client.projects.summary({ project })).toMatchObject({ imagesMissing: false })
  })

  it('without a picture makes a project that says so', async () => {
    const { folder, client } = await openDoor()
    const images = join(folder, 'empty')
    await mkdir(images)
    const { id: project } = await create(client, folder, images)
    const scan = await untilSnapshot(client, ({ kind, endedAt }) => kind === 'scan' && !!endedAt)
    expect(scan).toMatchObject({ state: 'failed', failure: { code: 'NO_IMAGES' } })
    expect(await client.projects.summary({ project })).toMatchObject({
      ...{ images: 0, scanning: false, imagesMissing: false },
    })
    await expect(client.training.start({ project, choice: {} })).rejects.toMatchObject({
      data: { code: 'NO_IMAGES' },
    })
  })

  it('that does not exist makes no pictures, and says so', async () => {
    const { folder, client } = await openDoor()
    await create(client, folder, join(folder, 'nowhere'))
    const scan = await untilSnapshot(client, ({ kind, endedAt }) => kind === 'scan' && !!endedAt)
    expect(scan).toMatchObject({ state: 'failed', failure: { code: 'FOLDER_MISSING' } })
  })

  it('with broken pictures gives the others, and lists these with their reasons', async () => {
    const { folder, client } = await openDoor()
    const images = join(folder, 'pictures')
    await drawPictures(images, 3)
    await writeFile(join(images, 'empty.jpg'), '')
    await writeFile(join(images, 'text.png'), 'not a picture')
    await mkdir(join(images, 'deeper'))
    await drawPictures(join(images, 'deeper'), 1)
    const { id: project } = await create(client, folder, images)
    await untilSnapshot(client, ({ kind, endedAt }) => kind === 'features' && !!endedAt)
    expect(await client.projects.summary({ project })).toMatchObject({ images: 4, unreadable: 2 })
    const problems = await client.images.problems({ project })
    expect(problems.map(({ path }) => path).sort()).toEqual(['empty.jpg', 'text.png'])
    expect(problems.every(({ reason }) => reason.length > 0)).toBe(true)
    const page = { project, order: 'folder', status: null, offset: 0, limit: 9 } as const
    const paths = (await client.images.page(page)).items.map(({ path }) => path)
    expect(paths).toContain('deeper/00.jpg')
    expect(paths).toContain('00.jpg')
  })

  it('that loses pictures hides them with their labels, and shows them when they are back', async () => {
    const { folder, client } = await openDoor()
    const { id: project, imageRoot } = await makeProject(client, folder, { pictures: 5 })
    await seed(client, project, 5)
    await rename(join(imageRoot, '01.jpg'), join(folder, '01.jpg'))
    const rescan = async () => untilEnded(client, (await client.projects.rescan({ project })).job)
    expect((await rescan()).result).toMatchObject({ images: 4, gone: 1 })
    expect(await client.projects.summary({ project })).toMatchObject({ images: 4, seeded: 4 })
    await rename(join(folder, '01.jpg'), join(imageRoot, '01.jpg'))
    expect((await rescan()).result).toMatchObject({ images: 5, gone: 0 })
    expect(await client.projects.summary({ project })).toMatchObject({ images: 5, seeded: 5 })
  })
})

describe('a project', () => {
  it('is open in one Singlet at a time, and free again when that one ends', async () => {
    const { folder, host, client } = await openDoor()
    const { directory } = await makeProject(client, folder, { pictures: 2 })
    const second = (await openWebDoor(startHost(join(folder, 'other data')))).client
    await expect(second.projects.open({ directory })).rejects.toMatchObject({
      data: { code: 'PROJECT_LOCKED', advice: expect.stringMatching(/\w/) as string },
    })
    await host.close()
    expect(await second.projects.open({ directory })).toMatchObject({ directory })
  })

  it('is closed in the middle of everything without losing what was acknowledged', async () => {
    const { folder, host, client } = await openDoor()
    const { id: project, directory } = await makeProject(client, folder, { pictures: 12 })
    await seed(client, project, 12)
    await client.training.start({ project, choice: { epochs: 5000 } })
    await host.close()
    const later = startHost(join(folder, 'data'))
    expect(await later.operations.checkProject(directory, false)).toEqual([])
    const { client: again } = await openWebDoor(later)
    const opened = await again.projects.open({ directory })
    expect(await again.projects.summary({ project: opened.id })).toMatchObject({ seeded: 12 })
    const [run] = await again.training.runs({ project: opened.id })
    expect(run?.state).toBe('cancelled')
  })

  it('whose database is damaged comes back from its backup, all labels with it', async () => {
    const { folder, host, client } = await openDoor()
    const { id: project, directory } = await makeProject(client, folder, { pictures: 4 })
    await seed(client, project, 3)
    await host.close()
    await writeFile(projectPaths(directory).database, 'this is not a database, not at all')
    const { client: again } = await openWebDoor(startHost(join(folder, 'data')))
    await expect(again.projects.open({ directory })).rejects.toMatchObject({
      data: { code: 'PROJECT_DAMAGED' },
    })
    expect((await again.app.info()).recent[0]).toMatchObject({ problem: 'damaged' })
    const { id } = await again.projects.restoreBackup({ directory })
    expect(await again.projects.summary({ project: id })).toMatchObject({ images: 4, seeded: 3 })
  })
})
