import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { imageId } from '../../contract/ids'
import { encodeRle } from '../../kernel/mask/rle'
import { drawn } from '../../kernel/mask/test-bitmap'
import { readLabelPng } from '../masks/label-png'
import { makeFolder, never } from '../test-files'
import type { ExportSource } from './export-source'
import { datasetFormat } from './formats'
import { writeExport } from './write-export'

let folder: string
let remove: () => Promise<void>
beforeEach(async () => ({ folder, remove } = await makeFolder()))
afterEach(() => remove())

const image = { id: imageId.parse(7), path: 'a/1.jpg', width: 4, height: 2 }
const source: ExportSource = {
  name: 'Trip',
  classes: [
    { id: 5, name: 'car' },
    { id: 9, name: 'kite' },
  ],
  rows: () => [
    {
      image,
      labels: [],
      segments: [
        { id: 1, class: 9, state: 'kept', mask: encodeRle(drawn('##..', '##..')) },
        { id: 2, class: 5, state: 'kept', mask: encodeRle(drawn('..##', '....')) },
        { id: 3, class: 5, state: 'kept', mask: encodeRle(drawn('....', '...#')) },
      ],
    },
  ],
}

async function write(format: string): Promise<(name: string) => Promise<Buffer>> {
  await writeExport(datasetFormat(format), source, folder, never)
  return (name) => readFile(join(folder, name))
}

it('YOLO has a class and corners as fractions a line, and the names in order', async () => {
  const read = await write('yolo-seg')
  expect((await read('labels/a/1.txt')).toString()).toBe(
    ['1 0.5 0 0.5 1 0 1 0 0', '0 1 0 1 0.5 0.5 0.5 0.5 0', '0 1 0.5 1 1 0.75 1 0.75 0.5', ''].join(
      '\n',
    ),
  )
  expect((await read('data.yaml')).toString()).toContain('names:\n  0: "car"\n  1: "kite"\n')
  expect((await read('train.txt')).toString()).toBe('./images/a/1.jpg\n')
})

it('VOC has numbers of classes and of objects in its colours', async () => {
  const read = await write('voc-masks')
  expect(readLabelPng(await read('SegmentationClass/a/1.png'))).toMatchObject({
    values: Uint8Array.of(2, 2, 1, 1, 2, 2, 0, 1),
  })
  expect(readLabelPng(await read('SegmentationObject/a/1.png'))).toMatchObject({
    values: Uint8Array.of(1, 1, 2, 2, 1, 1, 0, 3),
  })
  expect((await read('labelmap.txt')).toString()).toContain('car:128,0,0::\nkite:0,128,0::\n')
})

it('Cityscapes has its own ids, and objects numbered within their class', async () => {
  const read = await write('cityscapes')
  const base = 'gtFine/train/pictures/7_1_gtFine'
  expect(readLabelPng(await read(`${base}_labelIds.png`))).toMatchObject({
    values: Uint8Array.of(35, 35, 26, 26, 35, 35, 0, 26),
  })
  expect(readLabelPng(await read(`${base}_instanceIds.png`))).toMatchObject({
    values: Uint16Array.of(35000, 35000, 26000, 26000, 35000, 35000, 0, 26001),
  })
})

it('CVAT has run lengths row by row within what bounds a mask', async () => {
  const read = await write('cvat')
  const xml = (await read('annotations.xml')).toString()
  expect(xml).toContain('<image id="7" name="a/1.jpg" width="4" height="2">')
  expect(xml).toContain(
    '<mask label="kite" source="manual" occluded="0" rle="0, 4" left="0" top="0"',
  )
})

it('COCO tells box and area of a mask', async () => {
  const read = await write('coco-polygons')
  expect(JSON.parse((await read('instances.json')).toString())).toMatchObject({
    annotations: [
      {
        id: 1,
        category_id: 9,
        bbox: [0, 0, 2, 2],
        area: 4,
        segmentation: [[2, 0, 2, 2, 0, 2, 0, 0]],
      },
      { id: 2, category_id: 5, bbox: [2, 0, 2, 1], area: 2 },
      { id: 3 },
    ],
  })
})
