import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { ProjectStorage } from '../contract/storage'
import { type Client, connect, openWebDoor, startHost, temporaryFolder } from './test-host'
import { makeProject } from './test-pictures'

async function sizes(client: Client): Promise<ProjectStorage | undefined> {
  let last: ProjectStorage | undefined
  for await (const row of await client.storage.measure()) last = row
  return last
}

it('two windows follow each other’s settings', async () => {
  const folder = await temporaryFolder()
  const { client, origin, token } = await openWebDoor(startHost(join(folder, 'data')))
  const other = await connect(origin, token)
  const stop = new AbortController()
  const seen = await other.app.watchSettings(undefined, { signal: stop.signal })
  expect((await seen.next()).value).toMatchObject({ theme: 'system' })
  await client.app.changeSettings({ theme: 'dark' })
  expect((await seen.next()).value).toMatchObject({ theme: 'dark', tileSize: 160 })
  const keys = { preset: 'cvat', changed: { accept: ['y'] } } as const
  await client.app.changeSettings({ keys: { preset: 'cvat', changed: { accept: ['y'] } } })
  expect((await seen.next()).value).toMatchObject({ theme: 'dark', keys })
  stop.abort()
})

it('a settings file that cannot be read is said, and kept', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'user.json'), '{"settings":')
  const { client } = await openWebDoor(startHost(folder))
  const { settings, settingsProblem } = await client.app.info()
  expect(settings.theme).toBe('system')
  expect(settingsProblem?.kind).toBe('damaged')
  expect(await readFile(settingsProblem?.kept ?? '', 'utf8')).toBe('{"settings":')
})

it('the room of a project is counted, and what can be made again may go', async () => {
  const folder = await temporaryFolder()
  const { client } = await openWebDoor(startHost(join(folder, 'data')))
  const { id: project } = await makeProject(client, folder, { pictures: 6 })
  const before = await sizes(client)
  expect(before).toMatchObject({ project, reachable: true, finished: true })
  expect(before?.bytes.database).toBeGreaterThan(0)
  expect(before?.bytes.features).toBeGreaterThan(0)
  const [use] = await client.storage.models()
  expect(use?.projects.map(({ id }) => id)).toEqual([project])
  expect(await client.projects.summary({ project })).toMatchObject({ features: 6 })

  await client.storage.clear({ project, part: 'features' })
  expect((await sizes(client))?.bytes).toMatchObject({ features: 0 })
  expect(await client.projects.summary({ project })).toMatchObject({ features: 0, images: 6 })
  expect((await client.storage.models())[0]?.projects).toEqual([])
  const places = await client.storage.places()
  expect(places.settingsFile).toBe(join(folder, 'data', 'user.json'))
  expect(places.freeBytes).toBeGreaterThan(0)
})

it('a picture is found by letters of its name', async () => {
  const folder = await temporaryFolder()
  const { client } = await openWebDoor(startHost(join(folder, 'data')))
  const { id: project } = await makeProject(client, folder, { pictures: 12 })
  const found = await client.images.find({ project, text: '07.' })
  expect(found.map(({ path }) => path)).toEqual(['07.jpg'])
})
