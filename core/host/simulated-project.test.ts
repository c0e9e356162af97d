import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openProjectStore } from '../store/project-store'
import { openWebDoor, startHost, temporaryFolder } from './test-host'
import { untilEnded } from './test-jobs'
import { drawPictures } from './test-pictures'

// Ten pictures for training, of which the published split keeps 3 and 7 apart, two for the test; the
// folder holds one more that no list names.
async function makePapersProject() {
  const folder = await temporaryFolder()
  const data = join(folder, 'data')
  await drawPictures(data, 13)
  const name = (n: number): string => `${String(n).padStart(2, '0')}.jpg`
  const images = Array.from({ length: 12 }, (_, n) => ({
    ...{ file: name(n), labels: n % 2 ? ['one', 'two'] : ['two'] },
    split: n < 10 ? 'train' : 'val',
  }))
  await writeFile(join(data, 'labels.json'), JSON.stringify({ classes: ['one', 'two'], images }))
  const host = startHost(join(folder, 'user'))
  const directory = join(folder, 'project')
  const made = await host.operations.simulate({ directory, data, seed: 1200, judge: 'test' })
  return { host, directory, made }
}

it('a project by the papers’ protocol stays as it is when a window opens it', async () => {
  const { host, directory, made } = await makePapersProject()
  expect(made).toMatchObject({ images: 10, seeds: 8, hidden: 3, skipped: [] })
  const { client } = await openWebDoor(host)
  const { id: project } = await client.projects.open({ directory })
  const { job } = await client.projects.rescan({ project })
  expect((await untilEnded(client, job)).state).toBe('done')
  expect(await client.projects.summary({ project })).toMatchObject({ images: 8, seeded: 8 })
  await host.close()
  const store = await openProjectStore(directory, { mode: 'read', now: Date.now })
  const parts = (await store.images.all()).map(({ path, split }) => `${path} ${split}`)
  await store.close()
  expect(parts.filter((part) => part.endsWith('apart')).sort()).toEqual([
    '03.jpg apart',
    '07.jpg apart',
    '12.jpg apart',
  ])
  expect(parts.filter((part) => part.endsWith('validation'))).toHaveLength(2)
})
