import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolder, never, writeFiles } from '../../test-files'
import { npyTable, npyTexts } from '../../test-npy'
import { detectFormat, importDataset } from '../formats'

let folder: string
let remove: () => Promise<void>
beforeEach(async () => ({ folder, remove } = await makeFolder()))
afterEach(() => remove())

const labels = [
  [1, 0, 1],
  [0, 1, 0],
]
const files = {
  'formatted_train_images.npy': npyTexts(['b/1.jpg', 'a/2.jpg']),
  'formatted_train_labels.npy': npyTable(labels),
  'formatted_val_images.npy': npyTexts(['3.jpg']),
  'formatted_val_labels.npy': npyTable([[0, 0, 1]]),
  'classes.txt': 'dog\ncat\nbird\n',
}
const observed = npyTable([
  [0, 0, 1],
  [-1, 1, 0],
])

async function read(content: Record<string, string | Uint8Array>) {
  await writeFiles(folder, content)
  return await importDataset(folder, null, never)
}

describe('formatted arrays', () => {
  it('are full labels of a training and a validation part, in the order of their rows', async () => {
    const dataset = await read({ ...files, 'images/b/1.jpg': '', 'images/3.jpg': '' })
    expect((await detectFormat(folder)).format.id).toBe('npy')
    expect(dataset).toMatchObject({
      root: join(folder, 'images'),
      classes: ['dog', 'cat', 'bird'],
      complete: true,
      problems: [],
    })
    expect(dataset.images.map(({ file, split }) => [file, split])).toEqual([
      ['b/1.jpg', 'train'],
      ['a/2.jpg', 'train'],
      ['3.jpg', 'validation'],
    ])
    expect(dataset.images[0]?.labels.map((label) => label.class)).toEqual([0, 2])
    expect(dataset.images[0]?.observed).toBeUndefined()
  })

  it.each(['formatted_train_labels_obs.npy', 'formatted_train_uniform_labels_obs.npy'])(
    'keep observed labels (%s) beside the full ones',
    async (name) => {
      const { images, complete } = await read({ ...files, [name]: observed })
      expect(complete).toBe(true)
      expect(images.map((image) => image.observed)).toEqual([
        [{ class: 2, state: 'present' }],
        [
          { class: 0, state: 'absent' },
          { class: 1, state: 'present' },
        ],
        undefined,
      ])
    },
  )

  it('with observed labels alone hold those, and the rest is unknown', async () => {
    const { images, complete } = await read({
      'formatted_train_images.npy': files['formatted_train_images.npy'],
      'formatted_train_labels_obs.npy': observed,
    })
    expect(complete).toBe(false)
    expect(images[1]?.labels.map(({ state }) => state)).toEqual(['absent', 'present'])
  })

  it('have the names of the public dataset with as many classes, and say so', async () => {
    const wide = Array.from({ length: 20 }, (_, i) => Number(i === 14))
    const { classes, problems } = await read({
      'formatted_train_images.npy': npyTexts(['1.jpg']),
      'formatted_train_labels.npy': npyTable([wide]),
    })
    expect(classes[14]).toBe('person')
    expect(problems).toHaveLength(1)
  })

  it('are refused by name when something is missing or does not fit', async () => {
    const { 'formatted_val_images.npy': images, ...without } = files
    await expect(read(without)).rejects.toThrow('There is no formatted_val_images.npy')
    await writeFiles(folder, {
      'formatted_val_images.npy': images,
      'formatted_val_labels.npy': npyTable([[1, 0]]),
    })
    await expect(importDataset(folder, null, never)).rejects.toThrow(/numbers of classes/)
    await writeFiles(folder, { 'formatted_val_labels.npy': npyTable(labels) })
    await expect(importDataset(folder, null, never)).rejects.toThrow(/2 rows, but .* 1 pictures/)
    await writeFiles(folder, { 'formatted_val_labels.npy': npyTable([[0, 0, 1]]).subarray(0, 100) })
    await expect(importDataset(folder, null, never)).rejects.toMatchObject({
      code: 'IMPORT_INVALID',
      path: join(folder, 'formatted_val_labels.npy'),
    })
  })

  it('tell labels that are no labels, and refuse a picture that is listed twice', async () => {
    const { problems } = await read({ ...files, 'formatted_val_labels.npy': npyTable([[7, 0, 1]]) })
    expect(problems.map(({ reason }) => reason)).toEqual([
      '1 labels of the val part are not 1, 0 or -1; taken for 0.',
    ])
    const twice = { ...files, 'formatted_val_images.npy': npyTexts(['b/1.jpg']) }
    await expect(read(twice)).rejects.toThrow(/listed twice/)
  })
})
