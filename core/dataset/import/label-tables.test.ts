import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolder, never, writeFiles } from '../test-files'
import { readLabelCsv } from './label-csv'
import { readLabelJsonl } from './label-jsonl'

let folder: string
let remove: () => Promise<void>
beforeEach(async () => ({ folder, remove } = await makeFolder()))
afterEach(() => remove())

async function readCsv(content: string) {
  await writeFiles(folder, { 'l.csv': content })
  return await readLabelCsv(join(folder, 'l.csv'), never)
}

async function readJsonl(content: string) {
  await writeFiles(folder, { 'l.jsonl': content })
  return await readLabelJsonl(join(folder, 'l.jsonl'), never)
}

describe('a CSV of labels', () => {
  it('has its columns found by their names in any order', async () => {
    const { classes, images } = await readCsv(
      '\uFEFFLabel,State,Path,x,y\ndog,absent,a.jpg,,\ncat,,a.jpg,0.5,0.25\n',
    )
    expect(classes).toEqual(['dog', 'cat'])
    expect(images).toEqual([
      {
        file: 'a.jpg',
        split: null,
        labels: [
          { class: 0, state: 'absent', point: null },
          { class: 1, state: 'present', point: { x: 0.5, y: 0.25 } },
        ],
      },
    ])
  })

  it('is read without a header as file, class, state', async () => {
    const { images } = await readCsv('a.jpg;dog;1\nb.jpg;dog;0\nc.jpg;cat\n')
    expect(images.map((image) => image.labels[0]?.state)).toEqual(['present', 'absent', 'present'])
  })

  it('lets the last word about an image and class hold', async () => {
    const { images } = await readCsv('file,class,state\na.jpg,dog,present\na.jpg,dog,absent\n')
    expect(images[0]?.labels).toEqual([{ class: 0, state: 'absent', point: null }])
  })

  it('tells rows that cannot be used, with their line, and goes on', async () => {
    const { images, problems } = await readCsv(
      'file,class,state\n../../etc/passwd,dog,present\na.jpg,dog,perhaps\n,dog,present\n/x.jpg,dog,\nok.jpg,dog,yes\n',
    )
    expect(problems.map((problem) => problem.line)).toEqual([2, 3, 4, 5])
    expect(images.filter((image) => image.labels.length > 0).map((image) => image.file)).toEqual([
      'ok.jpg',
    ])
  })

  it('keeps two pictures of the same name in different folders apart', async () => {
    const { images } = await readCsv('file,class\na/1.jpg,dog\nb/1.jpg,cat\n')
    expect(images.map((image) => image.file)).toEqual(['a/1.jpg', 'b/1.jpg'])
  })

  it('is refused with the line of an unclosed quote', async () => {
    const broken = readCsv('file,class\na.jpg,dog\nb.jpg,"cat\n')
    await expect(broken).rejects.toMatchObject({ code: 'IMPORT_INVALID' })
    await expect(broken).rejects.toThrow(/^Line [34]: /)
  })

  it('counts problems beyond a thousand instead of keeping them all', async () => {
    const { problems } = await readCsv(`file,class,state\n${'a.jpg,dog,hm\n'.repeat(1500)}`)
    expect(problems).toHaveLength(1001)
    expect(problems.at(-1)?.reason).toBe('500 further lines had problems.')
  })

  it('reads 200,000 rows in a few seconds', async () => {
    const rows = Array.from(
      { length: 200_000 },
      (_, i) => `images/${i >> 1}.jpg,class ${i % 50},present`,
    )
    const start = performance.now()
    const { images, classes } = await readCsv(`file,class,state\n${rows.join('\n')}\n`)
    expect(images).toHaveLength(100_000)
    expect(classes).toHaveLength(50)
    expect(performance.now() - start).toBeLessThan(15_000)
  })
})

describe('JSON lines of labels', () => {
  it('hold one label a line or all labels of an image', async () => {
    const { classes, images } = await readJsonl(
      '{"file":"a.jpg","class":"dog","state":1}\n\n{"file":"b.jpg","labels":[{"class":"cat","state":"undecided","point":{"x":0,"y":1}}]}\n{"file":"c.jpg","labels":[]}\n',
    )
    expect(classes).toEqual(['dog', 'cat'])
    expect(images.map((image) => image.labels)).toEqual([
      [{ class: 0, state: 'present', point: null }],
      [{ class: 1, state: 'undecided', point: { x: 0, y: 1 } }],
      [],
    ])
  })

  it('are refused with the line that is no JSON or not a label', async () => {
    await expect(readJsonl('{"file":"a.jpg"}\n{"file"')).rejects.toThrow(
      'Line 2: This is not JSON.',
    )
    await expect(readJsonl('[1]\n')).rejects.toThrow(/^Line 1: An object/)
  })
})
