import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type ImageId, runId } from '../contract/ids'
import type { SegmentTree } from '../contract/segments'
import { encodeRle } from '../kernel/mask/rle'
import { treeFiles } from '../store/tree-files'
import { readRunScores, readRunTrust, runDirectory } from './run-files'
import { stampOf } from './segments/pictures'
import { openWebDoor, startHost, temporaryFolder } from './test-host'
import { untilEnded } from './test-jobs'
import { makeProject, seed } from './test-pictures'

const choice = { method: 's2c-ll-ct', epochs: 3, batch: 8, device: 'wasm' } as const

/** A picture in two halves, side by side. */
function halves(): SegmentTree {
  const leaf = (left: number, right: number) => {
    const mask = encodeRle({ width: 2, height: 1, data: Uint8Array.of(left, right) })
    return { mask, quality: 0.9, stability: 0.9 }
  }
  return { model: 'basic', leaves: [leaf(1, 0), leaf(0, 1)], merges: [] }
}

async function openProject() {
  const folder = await temporaryFolder()
  const host = startHost(join(folder, 'data'))
  const { client } = await openWebDoor(host)
  const { id: project, directory } = await makeProject(client, folder, { pictures: 20 })
  await seed(client, project, 16)
  const rows = await host.services.projects.get(project).store.images.all()
  const files = treeFiles(directory)
  const cut = async (images: readonly ImageId[], model = 'basic') => {
    for (const row of rows.filter(({ id }) => images.includes(id))) {
      await files.write(model, { image: row.id, stamp: stampOf(row) }, halves())
    }
  }
  const plan = (given: Parameters<typeof client.training.plan>[0]['choice']) =>
    client.training.plan({ project, choice: given })
  return { client, project, directory, cut, plan, images: rows.map(({ id }) => id) }
}

it('a method that segments teach says what to do while no picture is cut', async () => {
  const { client, project, plan } = await openProject()
  const { obstacles, recipe } = await plan(choice)
  expect(recipe).toMatchObject({ head: 'map' })
  expect(obstacles).toEqual([
    'Segments teach where to look needs pictures that are cut into segments. ' +
      'Cut them first: Segment > Everything, or singlet segment with --everything.',
  ])
  await expect(client.training.start({ project, choice })).rejects.toMatchObject({
    data: { code: 'PARAMETER_INVALID' },
  })
  expect((await plan({ ...choice, method: 'an' })).obstacles).toEqual([])
})

it('takes the segments of who cut most, says of how many pictures, and trains with them', async () => {
  const { client, project, directory, cut, plan, images } = await openProject()
  await cut(images.slice(0, 2), 'other')
  await cut(images.slice(0, 18))
  const { sentence, recipe, obstacles } = await plan(choice)
  expect(obstacles).toEqual([])
  expect(recipe).toMatchObject({ segmenter: 'basic' })
  expect(sentence).toContain('18 of 20 images are cut into segments')
  expect((await plan({ ...choice, segmenter: 'sam' })).obstacles[0]).toMatch(/segments by sam/)
  expect((await plan({ ...choice, trains: 'all', backbone: 'resnet18' })).recipe).toMatchObject({
    augment: 'flip',
  })

  const { job } = await client.training.start({ project, choice: { ...choice, augment: 'flip' } })
  expect((await untilEnded(client, job)).failure).toBeNull()
  const [run] = await client.training.runs({ project })
  expect(run).toMatchObject({ state: 'done', recipe: { segmenter: 'basic' } })
  expect(run?.notes).toEqual(['2 of 20 pictures had no segments to learn from.'])
  expect(run?.epochs).toHaveLength(3)
  const own = runDirectory(directory, runId.parse(run?.id))
  expect((await readRunScores(own))?.scores.every(Number.isFinite)).toBe(true)
  expect(await readdir(own)).not.toContain('segments.bin')

  // What it trusts in can teach others: present labels surely, and nothing where nothing is cut.
  const { scores = [] } = (await readRunTrust(own)) ?? {}
  expect(scores.every((trust) => trust >= 0 && trust <= 1)).toBe(true)
  expect(scores.filter((trust) => trust === 1).length).toBeGreaterThanOrEqual(16)
  const taught = { method: 'vlpl', teacher: run?.id ?? '' }
  expect((await plan(taught)).obstacles).toEqual([])
}, 120_000)
