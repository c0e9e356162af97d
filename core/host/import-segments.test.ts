import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { emptyBitmap } from '../kernel/mask/bitmap'
import { encodeRle } from '../kernel/mask/rle'
import { openWebDoor, startHost, temporaryFolder } from './test-host'
import { untilEnded } from './test-jobs'
import { drawPictures } from './test-pictures'

const [width, height] = [96, 72]

function square(left: number): { size: [number, number]; counts: string } {
  const bitmap = emptyBitmap(width, height)
  for (let y = 5; y < 15; y++) bitmap.data.fill(1, y * width + left, y * width + left + 10)
  return { size: [height, width], counts: encodeRle(bitmap).counts }
}

const annotation = (id: number, image: number, segmentation: object, state?: string) => ({
  ...{ id, image_id: image, category_id: 3, segmentation },
  ...(state !== undefined && { attributes: { state } }),
})

const coco = {
  images: [0, 1, 9].map((n) => ({ id: n, file_name: `0${n}.jpg`, width, height })),
  categories: [{ id: 3, name: 'dog' }],
  annotations: [
    annotation(1, 0, square(2)),
    annotation(2, 0, square(40), 'proposed'),
    annotation(3, 1, { size: [10, 96], counts: [0, 960] }),
    annotation(4, 9, square(0)),
  ],
}

async function imported() {
  const folder = await temporaryFolder()
  const [directory, pictures] = [join(folder, 'project'), join(folder, 'pictures')]
  await drawPictures(pictures, 2)
  await writeFile(join(folder, 'instances.json'), JSON.stringify(coco))
  const maker = startHost(join(folder, 'data'))
  await maker.operations.newProject({ directory, images: pictures, classes: ['cat'] })
  await maker.close()
  const host = startHost(join(folder, 'data'))
  const from = join(folder, 'instances.json')
  const made = await host.operations.importInto({ directory, from })
  const { client } = await openWebDoor(host)
  const { id: project } = await client.projects.open({ directory })
  const { items } = await client.images.page({
    ...{ project, order: 'folder', status: null, offset: 0, limit: 10 },
  })
  const images = items.map(({ id }) => id)
  return { folder, client, project, images, made }
}

it('segments of a file come with their class, and what does not fit is told', async () => {
  const { client, project, images, made } = await imported()
  expect(made).toMatchObject({ segments: 2, classes: 2 })
  expect(made.skipped.map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
    '01.jpg: A mask of 96 x 10 does not cover a picture of 96 x 72.',
    '09.jpg: The project has no such picture.',
  ])
  const [first] = images
  if (first === undefined) throw new Error('a picture')
  const dog = (await client.classes.list({ project })).find(({ name }) => name === 'dog')
  const found = await client.segments.list({ project, image: first })
  expect(found).toMatchObject([
    { class: dog?.id, state: 'kept', source: 'import', model: null, area: 100 / (width * height) },
    { class: dog?.id, state: 'proposed', source: 'import' },
  ])
  expect(found[0]?.mask.counts).toBe(square(2).counts)
})

it('are exported as they came, proposed ones only when they are asked for', async () => {
  const { folder, client, project } = await imported()
  const format = 'coco-rle'
  const preview = (proposed: boolean) => client.exports.preview({ project, format, proposed })
  expect((await preview(false)).segments).toBe(1)
  expect((await preview(true)).segments).toBe(2)
  const directory = join(folder, 'out')
  const order = { project, format, directory, run: null, proposed: true }
  const done = await untilEnded(client, (await client.exports.start(order)).job)
  expect(done.failure).toBeNull()
  const text = await readFile(join(directory, 'instances.json'), 'utf8')
  expect(JSON.parse(text)).toMatchObject({
    annotations: [
      { segmentation: square(2), attributes: { state: 'kept' } },
      { segmentation: square(40), attributes: { state: 'proposed' } },
      // The label whose mask did not fit is there without one.
      { segmentation: [] },
    ],
  })
})
