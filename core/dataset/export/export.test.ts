import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exportFormat } from '../../contract/exports'
import { classId, imageId } from '../../contract/ids'
import { importDataset } from '../import/formats'
import { escapeFormula, unescapeFormula } from '../formula-escape'
import { makeFolder, never, writeFiles } from '../test-files'
import { countLabels, previewOf } from './count-labels'
import type { ExportLabel, ExportRow, ExportSource } from './export-source'
import { datasetFormat, exportFormats } from './formats'
import { writeExport } from './write-export'

let folder: string
let remove: () => Promise<void>
beforeEach(async () => ({ folder, remove } = await makeFolder()))
afterEach(() => remove())

const names = ['dog', '=cmd|calc', 'cat, "small"', "'+1", 'ß 漢字', 'unused']
const at = Date.UTC(2026, 10, 21, 9, 30)

function label(
  index: number,
  state: ExportLabel['state'],
  point: ExportLabel['point'] = null,
): ExportLabel {
  return { class: classId.parse(index * 10 + 1), state, kind: 'accept', at, point }
}

function row(id: number, path: string, labels: ExportLabel[]): ExportRow {
  return { image: { id: imageId.parse(id), path, width: 40, height: 30 }, labels }
}

const rows = [
  row(5, 'a/1.jpg', [
    label(0, 'present', { x: 0.25, y: 0.5 }),
    label(1, 'absent'),
    label(2, 'undecided'),
  ]),
  row(6, 'b/1.jpg', [label(3, 'present'), label(4, 'present')]),
  row(9, '@x.jpg', [label(1, 'present')]),
  row(12, 'é, "x".jpg', []),
]

const source: ExportSource = {
  name: 'Trip',
  classes: names.map((name, i) => ({ id: i * 10 + 1, name })),
  rows: () => rows,
}

/** What an export says, by names, however its format orders classes. */
async function readBack(file: string): Promise<string[]> {
  const { classes, images, problems } = await importDataset(file, null, never)
  expect(problems).toEqual([])
  return images
    .flatMap((image) =>
      image.labels.map(
        ({ class: index, state }) => `${image.file} | ${classes[index] ?? ''} | ${state}`,
      ),
    )
    .sort()
}

const expected = rows
  .flatMap(({ image, labels }) =>
    labels.map(
      ({ class: id, state }) => `${image.path} | ${names[(id - 1) / 10] ?? ''} | ${state}`,
    ),
  )
  .sort()

// What the others say they lose is seen in masks.test.ts.
const ofLabels = ['csv', 'jsonl', 'coco', 'coco-polygons', 'coco-rle', 'label-studio']

describe('every format', () => {
  it.each(ofLabels)('of every label, %s, comes back through its import', async (id) => {
    const { files } = await writeExport(datasetFormat(id), source, folder, never)
    expect(await readBack(files[0] ?? '')).toEqual(expected)
  })

  it('describes itself as the contract says', () => {
    for (const format of exportFormats) expect(exportFormat.parse(format)).toEqual(format)
    expect(() => datasetFormat('yolo')).toThrow(/yolo/)
  })

  it('tells before writing what it would lose of this project', async () => {
    const counts = await countLabels(source, never)
    expect(counts).toMatchObject({
      images: 4,
      present: 4,
      absent: 1,
      undecided: 1,
      points: 1,
      unlabelled: 1,
      unused: 1,
    })
    expect(previewOf(datasetFormat('csv'), counts).lost).toEqual([
      '1 pictures without any label are left out.',
    ])
    expect(previewOf(datasetFormat('jsonl'), counts).lost).toEqual([])
  })

  it('writes a project without classes or labels too', async () => {
    const empty: ExportSource = { name: 'Empty', classes: [], rows: () => [] }
    for (const { id } of exportFormats) {
      await writeExport(datasetFormat(id), empty, join(folder, id), never)
    }
    await writeExport(datasetFormat('coco'), empty, folder, never)
    expect(JSON.parse(await readFile(join(folder, 'instances.json'), 'utf8'))).toMatchObject({
      images: [],
      annotations: [],
    })
  })
})

describe('CSV', () => {
  it('hides formulas from spreadsheets and keeps the point, the time and every class', async () => {
    await writeExport(datasetFormat('csv'), source, folder, never)
    const lines = (await readFile(join(folder, 'labels.csv'), 'utf8')).split('\n')
    expect(lines.slice(0, 3)).toEqual([
      'file,class,state,kind,at,x,y',
      'a/1.jpg,dog,present,accept,2026-11-21T09:30:00.000Z,0.25,0.5',
      "a/1.jpg,'=cmd|calc,absent,accept,2026-11-21T09:30:00.000Z,,",
    ])
    const cells = lines.flatMap((line) => line.split(','))
    expect(cells.filter((cell) => /^[=+\-@]/.test(cell))).toEqual([])
    expect((await readFile(join(folder, 'classes.txt'), 'utf8')).split('\n')).toHaveLength(7)
  })

  it('escapes so that every text comes back', () => {
    const texts = ['=1', "'=1", "''=1", '-', '+a', '@a', '\tx', "'quoted'", 'plain', '', "'"]
    expect(texts.map((text) => unescapeFormula(escapeFormula(text)))).toEqual(texts)
  })
})

describe('COCO', () => {
  it('keeps class ids, boxes as large as the picture, and what is absent, undecided and unknown', async () => {
    await writeExport(datasetFormat('coco'), source, folder, never)
    const coco: unknown = JSON.parse(await readFile(join(folder, 'instances.json'), 'utf8'))
    expect(coco).toMatchObject({
      categories: names.map((name, i) => ({ id: i * 10 + 1, name })),
      images: [
        {
          id: 5,
          neg_category_ids: [11],
          not_exhaustive_category_ids: [1],
          undecided_category_ids: [21],
        },
        { id: 6, neg_category_ids: [] },
        { id: 9 },
        { id: 12, file_name: 'é, "x".jpg', not_exhaustive_category_ids: [] },
      ],
      annotations: [
        {
          id: 1,
          image_id: 5,
          category_id: 1,
          bbox: [0, 0, 40, 30],
          attributes: { point: { x: 0.25, y: 0.5 } },
        },
        { id: 2, image_id: 6, category_id: 31 },
        { id: 3, image_id: 6, category_id: 41 },
        { id: 4, image_id: 9, category_id: 11 },
      ],
    })
    const dataset = await importDataset(join(folder, 'instances.json'), null, never)
    expect(dataset.complete).toBe(false)
  })
})

describe('writing into a folder', () => {
  it('replaces what an earlier export wrote', async () => {
    await writeExport(datasetFormat('csv'), source, folder, never)
    await writeExport(datasetFormat('jsonl'), source, folder, never)
    const fewer: ExportSource = { ...source, rows: () => rows.slice(0, 1) }
    const { counts } = await writeExport(datasetFormat('csv'), fewer, folder, never)
    expect(counts.images).toBe(1)
    expect((await readFile(join(folder, 'labels.csv'), 'utf8')).split('\n')).toHaveLength(5)
  })

  it("never touches somebody else's file", async () => {
    await writeFiles(folder, { 'labels.csv': 'mine' })
    const writing = writeExport(datasetFormat('csv'), source, folder, never)
    await expect(writing).rejects.toMatchObject({ code: 'FOLDER_NOT_EMPTY' })
    expect(await readFile(join(folder, 'labels.csv'), 'utf8')).toBe('mine')
  })

  it('leaves nothing behind when it is cancelled or breaks half-way', async () => {
    const control = new AbortController()
    const broken: ExportSource = {
      ...source,
      rows: function* () {
        yield* rows
        control.abort()
        yield* rows
      },
    }
    await expect(
      writeExport(datasetFormat('jsonl'), broken, folder, control.signal),
    ).rejects.toThrow(/abort/i)
    expect(await readdir(folder)).toEqual([])
  })

  it('fails clearly where no folder can be made', async () => {
    await writeFiles(folder, { file: '' })
    const writing = writeExport(datasetFormat('csv'), source, join(folder, 'file', 'x'), never)
    await expect(writing).rejects.toMatchObject({ code: 'FOLDER_UNREADABLE' })
  })
})
