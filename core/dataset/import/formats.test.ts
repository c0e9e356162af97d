import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolder, never, writeFiles } from '../test-files'
import { detectFormat, importDataset } from './formats'

let folder: string
let remove: () => Promise<void>
beforeEach(async () => ({ folder, remove } = await makeFolder()))
afterEach(() => remove())

const labels = JSON.stringify({
  classes: ['dog', 'cat', 'dog', ' '],
  images: [
    { file: 'images/1.jpg', labels: ['dog', 'cat'], split: 'train' },
    { file: 'images/2.jpg', labels: [], split: 'val' },
  ],
})

const coco = {
  images: [
    { id: 7, file_name: '1.jpg' },
    { id: 9, file_name: '2.jpg' },
  ],
  categories: [
    { id: 3, name: 'cat' },
    { id: 1, name: 'dog' },
  ],
  annotations: [
    { image_id: 7, category_id: 3 },
    { image_id: 7, category_id: 3 },
    { image_id: 404, category_id: 3 },
  ],
}

describe('detecting a format', () => {
  it('goes by name and content', async () => {
    await writeFiles(folder, {
      'a.json': labels,
      'b.json': JSON.stringify(coco),
      'c.csv': 'file,class\n',
      'd.csv': 'photo 1.jpg,dog\n',
      'e.csv': 'dog\ncat\n',
      'f.txt': 'dog\n',
      'g.jsonl': '{}\n',
    })
    const names = ['a.json', 'b.json', 'c.csv', 'd.csv', 'e.csv', 'f.txt', 'g.jsonl']
    const found = await Promise.all(names.map((name) => detectFormat(join(folder, name))))
    expect(found.map((one) => one.format.id)).toEqual([
      'singlet',
      'coco',
      'csv',
      'csv',
      'classes',
      'classes',
      'jsonl',
    ])
  })

  it('finds the label file of a folder', async () => {
    await writeFiles(folder, { 'images/1.jpg': '', 'labels.json': labels, 'other.csv': 'x' })
    expect((await detectFormat(folder)).file).toBe(join(folder, 'labels.json'))
  })

  it('refuses what it does not know, what is empty and what is not there', async () => {
    await writeFiles(folder, { 'a.json': '{"x": 1}', 'b.csv': '', 'c.xml': '<a/>', 'sub/x': '' })
    for (const name of ['a.json', 'b.csv', 'c.xml', 'sub']) {
      await expect(detectFormat(join(folder, name))).rejects.toMatchObject({
        code: 'IMPORT_INVALID',
      })
    }
    await expect(detectFormat(join(folder, 'gone'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await writeFiles(folder, { 'd.txt': 'dog' })
    const unknown = importDataset(join(folder, 'd.txt'), 'yolo', never)
    await expect(unknown).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' })
  })
})

describe('a named format', () => {
  it('is read from a file of any name', async () => {
    await writeFiles(folder, { 'export.dat': 'file,class\na.jpg,dog\n' })
    const dataset = await importDataset(join(folder, 'export.dat'), 'csv', never)
    expect(dataset.classes).toEqual(['dog'])
  })

  it('is refused in other encodings than UTF-8', async () => {
    await writeFiles(folder, {
      'a.csv': Buffer.from('\uFEFFfile,class\n', 'utf16le'),
      'b.csv': Buffer.from('caf\u00e9', 'latin1'),
    })
    for (const name of ['a.csv', 'b.csv']) {
      await expect(importDataset(join(folder, name), null, never)).rejects.toThrow(/UTF-8/)
    }
  })
})

describe('labels.json', () => {
  it('is a complete dataset with splits; odd class names are told', async () => {
    await writeFiles(folder, { 'labels.json': labels })
    const dataset = await importDataset(folder, null, never)
    expect(dataset).toMatchObject({ root: folder, classes: ['dog', 'cat'], complete: true })
    expect(dataset.images.map((image) => image.split)).toEqual(['train', 'validation'])
    expect(dataset.images[0]?.labels.map((label) => label.class)).toEqual([0, 1])
    expect(dataset.problems.map((problem) => problem.reason)).toEqual([
      'The class "dog" is listed twice.',
      'A class has no name.',
    ])
  })

  it('is refused with the line where it stops being JSON, or with what is wrong in it', async () => {
    await writeFiles(folder, { 'a.json': '{"classes": ["a"],\n"images": [\n{]}' })
    await expect(importDataset(join(folder, 'a.json'), null, never)).rejects.toThrow(
      /^Line 3: This is not JSON/,
    )
    await writeFiles(folder, {
      'a.json': '{"classes": ["a"], "images": [{"file": 3, "labels": []}]}',
    })
    await expect(importDataset(join(folder, 'a.json'), null, never)).rejects.toThrow(
      /images\.0\.file/,
    )
  })
})

describe('COCO instances', () => {
  it('become labels of whole images, classes in the order of their ids', async () => {
    await writeFiles(folder, {
      'instances.json': JSON.stringify(coco),
      'images/1.jpg': '',
      'images/2.jpg': '',
    })
    const dataset = await importDataset(folder, null, never)
    expect(dataset).toMatchObject({
      root: join(folder, 'images'),
      classes: ['dog', 'cat'],
      complete: true,
    })
    expect(dataset.images).toEqual([
      { file: '1.jpg', split: null, labels: [{ class: 1, state: 'present', point: null }] },
      { file: '2.jpg', split: null, labels: [] },
    ])
    expect(dataset.problems).toHaveLength(1)
  })

  const real = resolve('../shared/data/coco128')
  describe.runIf(existsSync(real))('of 128 photographs (when they are there)', () => {
    it('are read with all 80 classes', async () => {
      const dataset = await importDataset(real, null, never)
      expect(dataset).toMatchObject({ root: join(real, 'images'), complete: true })
      expect(dataset.classes).toHaveLength(80)
      expect(dataset.images).toHaveLength(128)
    })
  })
})
