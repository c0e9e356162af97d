import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { classId, imageId } from '../../contract/ids'
import type { Rle } from '../../kernel/mask/bitmap'
import { decodeRle, encodeRle } from '../../kernel/mask/rle'
import { drawing, drawn, speckled } from '../../kernel/mask/test-bitmap'
import { importDataset } from '../import/formats'
import type { ImportedSegment } from '../import/imported-dataset'
import { drawRings } from '../masks/draw-rings'
import { makeFolder, never } from '../test-files'
import { countLabels, previewOf } from './count-labels'
import type { ExportRow, ExportSegment, ExportSource } from './export-source'
import { datasetFormat } from './formats'
import { writeExport } from './write-export'

let folder: string
let remove: () => Promise<void>
beforeEach(async () => ({ folder, remove } = await makeFolder()))
afterEach(() => remove())

const names = ['dog', 'a "b": <&>, c', 'ß 漢字', 'road']
const [width, height] = [23, 17]

/** A ring with a hole and a speck beside it. */
const ring = drawn(
  '.......................',
  '..#######..............',
  '..#.....#..............',
  '..#.....#......#.......',
  '..#######..............',
  ...Array.from({ length: 12 }, () => '.......................'),
)
const corner = drawn(
  ...Array.from({ length: 14 }, () => '.......................'),
  ...Array.from({ length: 3 }, () => '....................###'),
)

const segment = (
  id: number,
  name: number,
  mask: Rle,
  state: ExportSegment['state'] = 'kept',
): ExportSegment => ({ id, class: name * 10 + 1, state, mask })

const present = (name: number) => ({
  class: classId.parse(name * 10 + 1),
  state: 'present' as const,
  kind: 'accept' as const,
  at: Date.UTC(2026, 10, 21),
  point: null,
})

function row(id: number, path: string, more: Partial<ExportRow>): ExportRow {
  return { image: { id: imageId.parse(id), path, width, height }, labels: [], ...more }
}

const apart = [
  row(4, 'a/1.jpg', {
    labels: [present(0), present(1)],
    segments: [segment(1, 0, encodeRle(ring)), segment(2, 1, encodeRle(corner))],
  }),
  row(9, 'b/ä 2.png', { segments: [segment(3, 2, encodeRle(speckled(width, height, 7)))] }),
]
const overlapping = [
  row(4, 'a/1.jpg', {
    labels: [present(3)],
    segments: [
      segment(1, 0, encodeRle(speckled(width, height, 1))),
      segment(2, 0, encodeRle(speckled(width, height, 2))),
      segment(3, 1, encodeRle(corner), 'proposed'),
    ],
    unclassed: 2,
  }),
  row(5, 'a/1.png', { segments: [segment(4, 0, encodeRle(ring))] }),
  row(6, 'plain.jpg', { labels: [{ ...present(2), state: 'absent' }] }),
]

const source = (rows: ExportRow[]): ExportSource => ({
  name: 'Trip & <co>',
  classes: names.map((name, i) => ({ id: i * 10 + 1, name })),
  rows: () => rows,
})

/** What an export says of segments, by the names of classes. */
async function readBack(format: string, rows: ExportRow[]): Promise<string[]> {
  await writeExport(datasetFormat(format), source(rows), folder, never)
  const { classes, images, problems } = await importDataset(folder, null, never, { masks: true })
  expect(problems).toEqual([])
  return images.flatMap(({ file, segments = [] }) =>
    segments.map(({ class: index, state, mask }) =>
      told(file, classes[index ?? -1] ?? '', state, pixels(mask)),
    ),
  )
}

function pixels(mask: ImportedSegment['mask']): Rle {
  if ('counts' in mask) return mask
  const rings = mask.rings.map((one) => one.map(({ x, y }) => ({ x: x * width, y: y * height })))
  return drawRings(rings, width, height)
}

const told = (file: string, name: string, state: string, mask: Rle): string =>
  [`${file} ${name} ${state}`, ...drawing(decodeRle(mask))].join('\n')

const expected = (rows: ExportRow[], rename: (file: string) => string = (file) => file): string[] =>
  rows.flatMap(({ image, segments = [] }) =>
    segments.map((one) =>
      told(rename(image.path), names[(one.class - 1) / 10] ?? '', one.state, one.mask),
    ),
  )

describe('segments that do not overlap', () => {
  it.each([
    'coco-polygons',
    'coco-rle',
    'labelme',
    'label-studio',
    'cvat',
    'cityscapes',
    'yolo-seg',
  ])('come back pixel for pixel from %s', async (format) => {
    expect((await readBack(format, apart)).sort()).toEqual(expected(apart).sort())
  })

  it('come back from voc-masks, whose files do not tell the ending of a picture', async () => {
    const asJpg = (file: string): string => file.replace(/png$/, 'jpg')
    expect((await readBack('voc-masks', apart)).sort()).toEqual(expected(apart, asJpg).sort())
  })
})

describe('segments over each other', () => {
  it.each(['coco-polygons', 'coco-rle', 'label-studio'])(
    'come back from %s too, proposed ones as such',
    async (format) => {
      expect((await readBack(format, overlapping)).sort()).toEqual(expected(overlapping).sort())
    },
  )

  it('come back from labelme, but for a picture of the same name', async () => {
    const [first] = overlapping
    const lost = await lostOf('labelme', overlapping)
    expect(await readBack('labelme', overlapping)).toEqual(expected(first ? [first] : []))
    expect(lost).toContain('1 pictures are named as another one but for the ending: left out.')
  })

  it('lose in pictures of labels what lies below', async () => {
    const small = { ...segment(2, 1, encodeRle(corner)) }
    const all = encodeRle(drawn(...Array.from({ length: height }, () => '#'.repeat(width))))
    const rows = [row(1, 'x.jpg', { segments: [small, segment(1, 0, all)] })]
    const found = await readBack('voc-masks', rows)
    expect(found[0]?.split('\n').at(-1)).toBe(`${'#'.repeat(20)}...`)
    expect(found[1]).toBe(told('x.jpg', names[1] ?? '', 'kept', encodeRle(corner)))
  })
})

async function lostOf(format: string, rows: ExportRow[]): Promise<string[]> {
  return previewOf(datasetFormat(format), await countLabels(source(rows), never)).lost
}

describe('before anything is written', () => {
  it('each format tells what of this project it would lose', async () => {
    expect(await lostOf('yolo-seg', overlapping)).toEqual([
      '2 segments without a class are left out.',
      '1 absent or undecided labels are left out.',
      '1 present labels without a segment are left out.',
      '1 pictures are named as another one but for the ending: left out.',
    ])
    expect(await lostOf('coco-rle', overlapping)).toEqual([
      'How and when 1 absent or undecided labels were decided.',
      '2 segments without a class are left out.',
    ])
    expect(await lostOf('label-studio', apart)).toEqual([])
    expect(await lostOf('coco', apart)).toEqual([
      '3 segments; COCO with polygons or run lengths has them.',
    ])
  })

  it('the segments of a format with masks are counted', async () => {
    const counts = await countLabels(source(overlapping), never)
    expect(previewOf(datasetFormat('cvat'), counts).segments).toBe(4)
    expect(previewOf(datasetFormat('csv'), counts).segments).toBe(0)
  })
})

describe('a mask on a coarser grid than its picture', () => {
  it('is written in the pixels of the picture', async () => {
    const coarse = encodeRle(drawn('#.', '.#'))
    const image = { id: imageId.parse(1), path: 'x.jpg', width: 6, height: 4 }
    const rows = [{ image, labels: [], segments: [segment(1, 0, coarse)] }]
    expect(await readBack('coco-polygons', rows)).toEqual([
      told('x.jpg', 'dog', 'kept', encodeRle(drawn('###...', '###...', '...###', '...###'))),
    ])
  })
})

describe('labels beside segments', () => {
  it.each(['coco-rle', 'cvat', 'labelme', 'label-studio'])('are kept by %s', async (format) => {
    await writeExport(datasetFormat(format), source(overlapping.slice(0, 1)), folder, never)
    const { classes, images } = await importDataset(folder, null, never)
    const states = images[0]?.labels.map((label) => `${classes[label.class] ?? ''} ${label.state}`)
    expect(states).toContain('road present')
    expect(images[0]?.segments).toBeUndefined()
  })

  it('are incomplete where a format knows only what is there', async () => {
    for (const format of ['yolo-seg', 'voc-masks', 'cityscapes']) {
      const directory = join(folder, format)
      await writeExport(datasetFormat(format), source(apart), directory, never)
      expect((await importDataset(directory, null, never)).complete).toBe(false)
    }
  })
})

describe('more classes than a picture of labels has numbers', () => {
  const many: ExportSource = {
    ...source([]),
    classes: Array.from({ length: 255 }, (_, i) => ({ id: i + 1, name: `class ${i}` })),
  }

  it.each(['voc-masks', 'cityscapes'])(
    'are refused by %s before anything is written',
    async (id) => {
      const writing = writeExport(datasetFormat(id), many, folder, never)
      await expect(writing).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await expect(readFile(join(folder, 'singlet-export.json'))).rejects.toThrow(/ENOENT/)
    },
  )
})
