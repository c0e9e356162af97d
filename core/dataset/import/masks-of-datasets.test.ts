import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { encodeRle, rleArea } from '../../kernel/mask/rle'
import { drawn } from '../../kernel/mask/test-bitmap'
import { writeGreyPng, writeIndexedPng } from '../masks/label-png'
import { never } from '../test-files'
import { importDataset } from './formats'
import { masksOf, readMasks as read, reasons } from './test-masks'

describe('COCO', () => {
  const coco = (annotations: object[], image: object = { width: 4, height: 3 }) => ({
    'instances.json': JSON.stringify({
      annotations: annotations.map((one, i) => ({
        id: i + 1,
        image_id: 1,
        category_id: 1,
        ...one,
      })),
      images: [{ id: 1, file_name: '1.jpg', ...image }],
      categories: [{ id: 1, name: 'dog' }],
    }),
  })
  const packed = encodeRle(drawn('#..#', '....', '.##.')).counts

  it('comes as polygons, packed and plain run lengths, whatever stands first in the file', async () => {
    const dataset = await read(
      coco([
        {
          segmentation: [
            [0, 0, 2, 0, 2, 2, 0, 2],
            [3, 2, 4, 2, 4, 3, 3, 3],
          ],
        },
        { segmentation: { size: [3, 4], counts: packed }, iscrowd: 1 },
        { segmentation: { size: [3, 4], counts: [2, 1, 9] } },
        { segmentation: [] },
        {},
      ]),
    )
    expect(masksOf(dataset)).toEqual([
      ['dog', '##..', '##..', '...#'],
      ['dog', '#..#', '....', '.##.'],
      ['dog', '....', '....', '#...'],
    ])
    expect(reasons(dataset)).toEqual([
      '1 crowds became plain segments; nothing else knows of crowds.',
    ])
  })

  it('tells each annotation that cannot be drawn and keeps its label and all others', async () => {
    const dataset = await read(
      coco([
        { segmentation: [[0, 0, 1, 1]] },
        { segmentation: [[0, 0, 1, 1, 2]] },
        { segmentation: [[0, 0, 'x', 1, 2, 2]] },
        { segmentation: [[-9, -9, -5, -9, -5, -5]] },
        { segmentation: { size: [3, 4], counts: [1, 2] } },
        { segmentation: { size: [3, 4], counts: 'é' } },
        { segmentation: { size: [3, 4], counts: [1e300] } },
        { segmentation: { size: [1e9, 1e9], counts: '0' } },
        { segmentation: { size: 'large' } },
        { segmentation: 7 },
        { segmentation: [[0, 0, 1, 0, 1, 1, 0, 1]] },
      ]),
    )
    expect(masksOf(dataset)).toEqual([['dog', '#...', '....', '....']])
    expect(reasons(dataset)).toEqual([
      'Annotation 1: A polygon needs three corners, not 2.',
      'Annotation 2: A polygon of 5 numbers has half a corner.',
      'Annotation 3: The segmentation is neither polygons nor run lengths.',
      'Annotation 4: the mask covers nothing.',
      'Annotation 5: The runs of the mask are 3 pixels in all, but 4 x 3 are 12.',
      'Annotation 6: Character 1 of the run lengths, "é", is none of theirs.',
      expect.stringContaining('Annotation 7: The runs of the mask are 1e+300'),
      'Annotation 8: A mask cannot be 1000000000 x 1000000000 pixels.',
      'Annotation 9: The segmentation is neither polygons nor run lengths.',
      'Annotation 10: The segmentation is neither polygons nor run lengths.',
    ])
    expect(dataset.images[0]?.labels).toHaveLength(1)
  })

  it('needs the size of a picture only for polygons', async () => {
    const dataset = await read(
      coco(
        [
          { segmentation: [[0, 0, 1, 0, 1, 1]] },
          { segmentation: { size: [1, 1], counts: [0, 1] } },
        ],
        {},
      ),
    )
    expect(masksOf(dataset)).toEqual([['dog', '#']])
    expect(reasons(dataset)).toEqual([
      'Annotation 1: The file does not tell the size of the picture.',
    ])
  })

  const real = resolve('../shared/data/coco128')
  it.skipIf(!existsSync(real))(
    'of 128 photographs has a mask for every polygon of a listed category (needs the photographs)',
    async () => {
      const dataset = await importDataset(real, null, never, { masks: true })
      const masks = dataset.images.flatMap(({ segments = [] }) => segments)
      expect(masks.length).toBeGreaterThan(500)
      // Some of its annotations name categories that it does not list.
      expect(reasons(dataset).filter((reason) => reason.includes('Annotation'))).toEqual([])
      for (const { mask } of masks) expect('counts' in mask && rleArea(mask)).toBeGreaterThan(0)
    },
  )
})

describe('YOLO', () => {
  const yaml =
    'path: ../datasets/x\ntrain: images/train\nval: images/val\nnames:\n  0: dog\n  2: "cat: big"\n'

  it('reads polygons and boxes, and says what is wrong with a line', async () => {
    const dataset = await read({
      'data.yaml': yaml,
      'images/train/1.jpg': '',
      'images/val/2.png': '',
      'labels/train/1.txt':
        '0 0.5 0.5 0.2 0.2\n2 0 0 1 0 1 1\n3 0 0 1 0 1 1\n0 0 0\n0 a b c d\n0 0 0 1 0 1\n0 0 0 900 0 1 1\n',
    })
    expect(dataset).toMatchObject({ classes: ['dog', 'class 2', 'cat: big'], complete: true })
    expect(dataset.images.map(({ file, split }) => `${file} ${split ?? ''}`)).toEqual([
      'train/1.jpg train',
      'val/2.png validation',
    ])
    expect(masksOf(dataset)).toEqual([['cat: big', '3']])
    expect(reasons(dataset)).toEqual([
      'labels/train/1.txt: there is no class 3 0 0 1 0 1 1.',
      'labels/train/1.txt: neither a box nor a polygon.',
      'labels/train/1.txt: "0 a b c d" is no list of numbers.',
      'labels/train/1.txt, line 6: A polygon of 5 numbers has half a corner.',
      'labels/train/1.txt, line 7: The corners are no fractions of the picture.',
    ])
  })

  it('looks at nothing outside of its folder', async () => {
    await expect(
      read({ 'data.yaml': 'train: ../../etc\nval: /etc\nnames: [dog]' }),
    ).rejects.toThrow(/no picture/)
    const list = {
      'data.yaml': 'train: train.txt\nnames: [dog]',
      'train.txt': '../../images/x.jpg\n',
    }
    await expect(read(list)).rejects.toThrow(/no picture/)
  })

  it('is refused without names, with hostile ones, and as broken YAML', async () => {
    for (const text of [
      'train: x',
      'names: {0: a, x: b}',
      'names: {99999999: a}',
      'names: [a',
      '- a',
    ]) {
      await expect(read({ 'data.yaml': text })).rejects.toMatchObject({ code: 'IMPORT_INVALID' })
    }
    const aliases = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
      .split('')
      .map(
        (name, i) =>
          `${name}: &${name} [${Array(9)
            .fill(`*${'abcdefgh'[i] ?? 'a'}`)
            .join()}]\n`,
      )
      .join('')}names: *h\n`
    await expect(read({ 'data.yaml': aliases })).rejects.toMatchObject({ code: 'IMPORT_INVALID' })
  })
})

describe('label pictures of VOC', () => {
  const classes = writeIndexedPng({ width: 4, height: 1, values: Uint8Array.of(1, 1, 255, 12) })
  const objects = writeIndexedPng({ width: 4, height: 1, values: Uint8Array.of(1, 2, 255, 3) })

  it('give objects their class, and none where a pixel is void', async () => {
    const dataset = await read({
      'SegmentationClass/1.png': classes,
      'SegmentationObject/1.png': objects,
    })
    expect(masksOf(dataset)).toEqual([
      ['aeroplane', '#...'],
      ['aeroplane', '.#..'],
      ['dog', '...#'],
    ])
    expect(dataset.images[0]).toMatchObject({
      file: '1.jpg',
      labels: [{ class: 0 }, { class: 11 }],
    })
  })

  it('are one segment of each class where nothing tells objects apart', async () => {
    const dataset = await read({ 'SegmentationClass/1.png': classes })
    expect(masksOf(dataset).map(([name]) => name)).toEqual(['aeroplane', 'dog'])
  })

  it('that are damaged, of another size, or of a class without a name are told', async () => {
    const dataset = await read({
      'labelmap.txt': '# label:color_rgb:parts:actions\nbackground:0,0,0::\ncar: red:128,0,0::\n',
      'SegmentationClass/1.png': classes,
      'SegmentationObject/1.png': writeIndexedPng({
        width: 1,
        height: 1,
        values: Uint8Array.of(1),
      }),
      'SegmentationClass/2.png': 'no picture',
      'SegmentationClass/3.png': classes.subarray(0, 60),
    })
    expect(masksOf(dataset)).toEqual([['car: red', '##..']])
    expect(reasons(dataset)).toEqual([
      expect.stringContaining('2.png: This is no PNG.'),
      expect.stringContaining('3.png: The PNG is damaged.'),
      '1: the pictures of classes and objects differ in size.',
      '1: nothing tells the class of 12.',
    ])
  })
})

describe('label pictures of Cityscapes', () => {
  it('tell objects by their number, and classes without any', async () => {
    const values = Uint16Array.of(26001, 26000, 7, 0)
    const base = 'gtFine/train/ulm/ulm_1_gtFine'
    const dataset = await read({
      [`${base}_instanceIds.png`]: writeGreyPng({ width: 4, height: 1, values }),
      'gtFine/val/bonn/bonn_2_gtFine_labelIds.png': writeGreyPng({
        ...{ width: 2, height: 1, values: Uint8Array.of(24, 200) },
      }),
    })
    expect(masksOf(dataset)).toEqual([
      ['road', '..#.'],
      ['car', '.#..'],
      ['car', '#...'],
      ['person', '#.'],
    ])
    expect(dataset.images.map((image) => image.file)).toEqual([
      'train/ulm/ulm_1_leftImg8bit.png',
      'val/bonn/bonn_2_leftImg8bit.png',
    ])
    expect(reasons(dataset)).toEqual([
      'val/bonn/bonn_2_leftImg8bit.png, 200: there is no label of this id.',
    ])
  })
})
