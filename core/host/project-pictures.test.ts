import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ProjectId } from '../contract/ids'
import { openWebDoor, startHost, temporaryFolder } from './test-host'
import { makeProject } from './test-pictures'

const never = new AbortController().signal

async function projectOfTwo() {
  const folder = await temporaryFolder()
  const host = startHost(join(folder, 'data'))
  const { client } = await openWebDoor(host)
  const { id: project, imageRoot } = await makeProject(client, folder, { pictures: 2 })
  const page = { project, order: 'folder', status: null, offset: 0, limit: 2 } as const
  const [first, second] = (await client.images.page(page)).items.map(({ id }) => id)
  return { folder, host, client, project, imageRoot, first: first ?? 0, second: second ?? 0 }
}

type Asked = ReturnType<typeof startHost>

const ask = (host: Asked, project: ProjectId, image: number, size: string) =>
  host.media(`/media/${encodeURIComponent(project)}/${image}/${size}`, never)

describe('pictures whose folder is out of reach', () => {
  it('are shown as far as they were kept, and come back by themselves', async () => {
    const { folder, host, client, project, imageRoot, first, second } = await projectOfTwo()
    expect(await ask(host, project, first, '160')).toMatchObject({ status: 200, cacheable: true })
    await rename(imageRoot, join(folder, 'away'))
    const kept = await ask(host, project, first, '640')
    expect(kept).toMatchObject({ status: 200, cacheable: false })
    expect(await ask(host, project, second, '640')).toMatchObject({ status: 404 })
    const missing = async () => (await client.projects.summary({ project })).imagesMissing
    await expect.poll(missing).toBe(true)
    await rename(join(folder, 'away'), imageRoot)
    await expect.poll(missing, { timeout: 8000 }).toBe(false)
    expect(await ask(host, project, second, '640')).toMatchObject({ status: 200, cacheable: true })
  })
})

describe('a recent project that is not open', () => {
  it('shows small pictures of itself on its card, and no large ones', async () => {
    const { folder, host, project } = await projectOfTwo()
    await host.close()
    const later = startHost(join(folder, 'data'))
    const { client } = await openWebDoor(later)
    const [recent] = (await client.app.info()).recent
    expect(recent).toMatchObject({ id: project, problem: null })
    expect(recent?.pictures).toHaveLength(2)
    const [image = 0] = recent?.pictures ?? []
    expect(await ask(later, project, image, '160')).toMatchObject({ status: 200 })
    expect(await ask(later, project, image, 'full')).toMatchObject({ status: 404 })
    await client.app.forgetProject({ project })
    expect(await ask(later, project, image, '160')).toMatchObject({ status: 404 })
  })
})
