import { describe, expect, it } from 'vitest'
import { drawn } from '../../kernel/mask/test-bitmap'
import { packBrush } from '../masks/brush-rle'
import { writeGreyPng } from '../masks/label-png'
import { masksOf, readMasks as read, reasons } from './test-masks'

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
