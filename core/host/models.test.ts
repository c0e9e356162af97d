import { truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { SegmentPrompt } from '../contract/segments'
import { writeTestSam } from '../inference/sam/test-models'
import { decodeRle } from '../kernel/mask/rle'
import { openWebDoor, startHost, temporaryFolder } from './test-host'
import { untilEnded } from './test-jobs'
import { makeProject } from './test-pictures'

async function opened() {
  const folder = await temporaryFolder()
  const door = await openWebDoor(startHost(join(folder, 'data')))
  return { ...door, folder }
}

const failure = (code: string) => ({ data: { code } })

it('an imported segmenter cuts out where one clicks, until it is removed', async () => {
  const { client, folder } = await opened()
  await writeTestSam(join(folder, 'mine'), 'sam2')
  const before = await client.segments.models()
  expect(before[0]).toMatchObject({ id: 'basic', state: 'ready', embedded: true })
  expect(before.find(({ id }) => id === 'mobile-sam')).toMatchObject({ state: 'absent' })
  const info = await client.segments.importModel({ path: join(folder, 'mine'), model: null })
  expect(info).toMatchObject({ id: 'mine', state: 'ready', embedded: false })

  const { id: project } = await makeProject(client, folder, { pictures: 1 })
  const all = { order: 'folder', status: null, offset: 0, limit: 1 } as const
  const [picture] = (await client.images.page({ project, ...all })).items
  if (picture === undefined) throw new Error('The project has no picture.')
  await client.app.changeSettings({ segmenter: 'mine' })
  const points = [{ at: { x: 0.75, y: 0.25 }, positive: true }]
  const prompt: SegmentPrompt = { points, box: null, strokes: [], previous: null }
  const asked = { project, image: picture.id, model: null, prompt }
  const answer = await client.segments.prompt(asked)
  expect(answer.model).toBe('mine')
  expect(answer.choices).toHaveLength(3)
  const [best] = answer.choices
  if (best === undefined) throw new Error('There is no mask.')
  // Of the square 1024 pixels wide, squashed: a disc of 40 at three quarters across, one down.
  const { width, height, data } = decodeRle(best.mask)
  const share = data.reduce((sum, pixel) => sum + pixel, 0) / (width * height)
  expect(share).toBeCloseTo((Math.PI * 40 ** 2) / 1024 ** 2, 2)
  expect(data[Math.floor(0.25 * height) * width + Math.floor(0.75 * width)]).toBe(1)

  await client.segments.removeModel({ model: 'mine' })
  // Where the chosen one is not here, Basic cuts out; who names it is told.
  expect((await client.segments.prompt(asked)).model).toBe('basic')
  const named = client.segments.prompt({ ...asked, model: 'mine' })
  await expect(named).rejects.toMatchObject(failure('MODEL_MISSING'))
}, 60_000)

it('a segmenter that is damaged says so, in the list and to who names it', async () => {
  const { client, folder } = await opened()
  await writeTestSam(join(folder, 'mine'), 'mobile-sam')
  await client.segments.importModel({ path: join(folder, 'mine'), model: 'other' })
  await truncate(join(folder, 'data', 'models', 'other', 'sam_mask_decoder_multi.onnx'), 10)
  const listed = (await client.segments.models()).find(({ id }) => id === 'other')
  expect(listed).toMatchObject({ state: 'damaged' })
  expect(listed?.reason).toContain('sam_mask_decoder_multi.onnx has 10 bytes')
})

it('what cannot be imported, removed or fetched is refused with a reason', async () => {
  const { client, folder } = await opened()
  const nowhere = client.segments.importModel({ path: join(folder, 'nowhere'), model: null })
  await expect(nowhere).rejects.toMatchObject(failure('MODEL_MISSING'))
  const empty = client.segments.importModel({ path: folder, model: null })
  await expect(empty).rejects.toMatchObject(failure('MODEL_INVALID'))
  const basic = client.segments.removeModel({ model: 'basic' })
  await expect(basic).rejects.toMatchObject(failure('BAD_REQUEST'))
  for (const model of ['basic', 'sam-9000']) {
    const pulling = client.segments.pullModel({ model })
    await expect(pulling).rejects.toMatchObject(failure('MODEL_MISSING'))
  }
  // An imported one has no page to fetch it from.
  await writeTestSam(join(folder, 'mine'), 'edge-sam')
  await client.segments.importModel({ path: join(folder, 'mine'), model: null })
  const { job } = await client.segments.pullModel({ model: 'mine' })
  expect(await untilEnded(client, job)).toMatchObject({
    ...{ kind: 'model', state: 'failed', result: { model: 'mine' } },
    failure: { code: 'MODEL_MISSING' },
  })
})
