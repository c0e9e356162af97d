import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeRle, encodeRle, rleArea } from '../../kernel/mask/rle'
import { drawing, drawn } from '../../kernel/mask/test-bitmap'
import { packBrush } from '../masks/brush-rle'
import { writeGreyPng, writeIndexedPng } from '../masks/label-png'
import { makeFolder, never, writeFiles } from '../test-files'
import { importDataset } from './formats'
import type { ImportedDataset } from './imported-dataset'

async function read(files: Record<string, string | Uint8Array>, format: string | null = null) {
  const { folder, remove } = await makeFolder()
  try {
    await writeFiles(folder, files)
    return await importDataset(folder, format, never, { masks: true })
  } finally {
    await remove()
  }
}

const reasons = ({ problems }: ImportedDataset) => problems.map(({ reason }) => reason)

/** Pictures of all masks, each after its class. */
function masksOf({ images, classes }: ImportedDataset): string[][] {
  return images.flatMap(({ segments = [] }) =>
    segments.map(({ class: index, mask }) => [
      classes[index ?? -1] ?? '',
      ...('counts' in mask
        ? drawing(decodeRle(mask))
        : mask.rings.map((ring) => String(ring.length))),
    ]),
  )
}

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
    'of 128 photographs has a mask for every polygon of a listed category',
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

describe('labelme', () => {
  const png = Buffer.from(
    writeGreyPng({ width: 2, height: 2, values: Uint8Array.of(1, 0, 255, 1) }),
  ).toString('base64')
  const file = (shapes: object[], more: object = {}) =>
    JSON.stringify({
      ...{ version: '5.0.1', flags: { sunny: true, rainy: false, odd: 3 }, shapes },
      ...{ imagePath: '../pictures/1.jpg', imageWidth: 4, imageHeight: 3, ...more },
    })
  const square = (left: number, label: string, more: object = {}) => ({
    ...{ label, shape_type: 'polygon', ...more },
    points: [
      [left, 0],
      [left + 1, 0],
      [left + 1, 1],
      [left, 1],
    ],
  })

  it('joins polygons of one group, reads masks, and takes labels of all other shapes', async () => {
    const dataset = await read({
      'a/1.json': file([
        square(0, 'dog', { group_id: 2 }),
        square(3, 'dog', { group_id: 2 }),
        square(1, 'cat', { group_id: 2 }),
        {
          label: 'cat',
          shape_type: 'mask',
          mask: png,
          points: [
            [2, 1],
            [3, 2],
          ],
        },
        {
          label: 'pen',
          shape_type: 'rectangle',
          points: [
            [0, 0],
            [1, 1],
          ],
        },
        { label: 'cup', shape_type: 'point', points: [[1, 1.5]] },
      ]),
    })
    expect(masksOf(dataset)).toEqual([
      ['dog', '#..#', '....', '....'],
      ['cat', '.#..', '....', '....'],
      ['cat', '....', '..#.', '..##'],
    ])
    expect(dataset.images[0]).toMatchObject({
      file: 'pictures/1.jpg',
      labels: [
        { state: 'present' },
        { state: 'absent' },
        {},
        {},
        {},
        { state: 'present', point: { x: 0.25, y: 0.5 } },
      ],
    })
    expect(dataset.problems).toEqual([])
  })

  it('tells broken files and shapes by their name and reads the rest', async () => {
    const dataset = await read({
      'a.json': file([
        square(0, 'dog'),
        { label: 'dog', shape_type: 'mask', mask: 'x', points: [] },
      ]),
      'b.json': '{"version": "5", "shapes": [{"label": 3}]}',
      'c.json': file([
        {
          label: 'cat',
          shape_type: 'mask',
          mask: png,
          points: [
            [0, 0],
            [2, 2],
          ],
        },
      ]),
      'd.json': file(
        [
          {
            label: 'cat',
            points: [
              [0, 0],
              [1, 1],
            ],
          },
        ],
        { imagePath: '/etc/2.jpg' },
      ),
      'e.json': file([square(0, 'cow')], { imageWidth: 1e9, imagePath: '3.jpg' }),
      'f.json': 'no JSON',
    })
    expect(masksOf(dataset)).toEqual([['dog', '#...', '....', '....']])
    expect(dataset.images.map((image) => image.file)).toEqual(['1.jpg', '2.jpg', '3.jpg'])
    expect(reasons(dataset)).toEqual([
      'a.json, shape 1: This is no PNG.',
      expect.stringContaining('b.json'),
      'c.json, shape 0: The mask is 2 x 2, but its corners are 3 x 3 apart.',
      'd.json, shape 0: A polygon needs three corners, not 2.',
      expect.stringContaining('e.json, shape 0: A mask cannot be'),
      expect.stringMatching(/f\.json.*This is not JSON/),
    ])
  })
})

describe('Label Studio', () => {
  const brush = [...packBrush(drawn('#..', '.##'))]
  const region = (type: string, value: object, more: object = {}) => ({
    ...{ id: 'r', type, from_name: 'x', to_name: 'image', value },
    ...{ original_width: 3, original_height: 2, ...more },
  })
  const task = (image: string, result: object[], predictions: object[] = []) => ({
    ...{ id: 8, data: { image }, annotations: [{ result }] },
    predictions: [{ result: predictions }],
  })
  const json = (...tasks: object[]) => ({ 'label-studio.json': JSON.stringify(tasks) })

  it('reads brushes and polygons, and predictions as proposals', async () => {
    const dataset = await read(
      json(
        task(
          '/data/upload/3/0a1b2c3d-my%20dog.jpg',
          [
            region('brushlabels', { format: 'rle', rle: brush, brushlabels: ['dog'] }),
            region('choices', { choices: ['night'] }, { from_name: 'absent' }),
          ],
          [
            region('polygonlabels', {
              points: [
                [0, 0],
                [100, 0],
                [100, 50],
                [0, 50],
              ],
              polygonlabels: ['cat'],
            }),
          ],
        ),
      ),
    )
    expect(dataset.images[0]?.file).toBe('my dog.jpg')
    expect(masksOf(dataset)).toEqual([
      ['dog', '#..', '.##'],
      ['cat', '###', '...'],
    ])
    expect(dataset.images[0]?.segments?.map(({ state }) => state)).toEqual(['kept', 'proposed'])
    expect(dataset.images[0]?.labels.map(({ state }) => state)).toEqual(['present', 'absent'])
  })

  it('tells what is wrong with a region', async () => {
    const bad = (value: object, more: object = {}) =>
      region('brushlabels', { brushlabels: ['dog'], ...value }, more)
    const dataset = await read(
      json(
        task('s3://bucket/a/1.jpg', [
          bad({ rle: brush }, { original_width: 4 }),
          bad({ rle: brush.slice(0, 9) }),
          bad({ rle: [1, 2] }),
          bad({ rle: [300] }),
          bad({}),
          bad({ rle: brush }, { original_width: undefined }),
          bad({ rle: brush }, { image_rotation: 90 }),
          bad({ rle: brush }, { original_width: 1e6, original_height: 1e6 }),
        ]),
      ),
    )
    expect(dataset.images[0]?.file).toBe('a/1.jpg')
    expect(masksOf(dataset)).toEqual([])
    expect(reasons(dataset).map((reason) => reason.replace('Task 8, region r: ', ''))).toEqual([
      'The brush has 6 pixels, but 4 x 2 are 8.',
      'The brush is cut off.',
      'The brush is cut off.',
      'The brush is no list of bytes.',
      'The polygon has no corners.',
      'The size of the picture is not told.',
      'The picture is turned; masks of it are not read.',
      'The brush is impossibly large.',
    ])
  })
})

describe('CVAT', () => {
  const xml = (body: string) => ({
    'annotations.xml': `<?xml version="1.0"?>\n<annotations><meta><task><name>t</name><labels>
<label><name>pen</name><attributes><attribute><name>colour</name></attribute></attributes></label>
</labels></task></meta>\n<image id="0" name="a\\1.jpg" width="4" height="3">\n${body}</image></annotations>`,
  })

  it('reads masks, polygons, groups of them, tags and the labels of other shapes', async () => {
    const dataset = await read(
      xml(
        `<mask label="dog" rle="0, 1, 2, 1" left="1" top="1" width="2" height="2"/>
<polygon label="cat &amp; co" points="0,0;1,0;1,1;0,1" group_id="4"></polygon>
<polygon label="cat &amp; co" points="3,0;4,0;4,1;3,1" group_id="4"></polygon>
<polygon label="dog" points="0,2;1,2;1,3;0,3" group_id="0"/>
<tag label="night"><attribute name="x">y</attribute></tag>
<points label="cup" points="2,1.5"/>`,
      ),
    )
    expect(masksOf(dataset)).toEqual([
      ['dog', '....', '.#..', '..#.'],
      ['cat & co', '#..#', '....', '....'],
      ['dog', '....', '....', '#...'],
    ])
    expect(dataset.classes).toEqual(['pen', 'dog', 'cat & co', 'night', 'cup'])
    expect(dataset.images[0]).toMatchObject({
      file: 'a/1.jpg',
      labels: [{}, {}, {}, { point: { x: 0.5, y: 0.5 } }],
    })
    expect(dataset.problems).toEqual([])
  })

  it('tells what is wrong with a shape, with its line', async () => {
    const dataset = await read(
      xml(
        `<mask label="dog" rle="9" left="0" top="0" width="2" height="2"/>
<mask label="dog" rle="0,-4,8" left="0" top="0" width="2" height="2"/>
<mask label="dog" rle="4" left="3" top="0" width="2" height="2"/>
<mask label="dog" rle="4"/>
<polygon label="dog" points="0,0;1,1"/>
<polygon label="dog" points="0,0;x,1;3,3"/>
<polygon label="" points="0,0;1,0;1,1"/>`,
      ),
    )
    expect(masksOf(dataset)).toEqual([])
    expect(reasons(dataset)).toEqual([
      'Line 6: The runs are 9 pixels in all, but 2 x 2 are 4.',
      'Line 7: The runs are 4 pixels in all, but 2 x 2 are 4.',
      'Line 8: The mask reaches out of the picture.',
      'Line 9: A mask cannot be NaN x NaN pixels.',
      'A class has no name.',
      'Line 10: A polygon needs three corners, not 2.',
      'Line 11: A polygon cannot have a corner at NaN, 1.',
    ])
  })

  it('is refused with entities, tracks, endless nesting, or when it is cut off', async () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "bb">]>\n<annotations>&b;</annotations>'
    await expect(read({ 'annotations.xml': bomb })).rejects.toThrow(/document type/)
    await expect(read(xml('&b;'))).rejects.toThrow(/This is no XML/)
    await expect(read(xml('<track label="x"/>'))).rejects.toThrow(/Line 6: Tracks of videos/)
    await expect(read(xml('<a>'.repeat(100)))).rejects.toThrow(/nested too deeply/)
    const [text = ''] = Object.values(xml(''))
    await expect(read({ 'annotations.xml': text.slice(0, -9) })).rejects.toThrow(/This is no XML/)
    await expect(read({ 'annotations.xml': '<annotation></annotation>' })).rejects.toThrow(/CVAT/)
  })
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
