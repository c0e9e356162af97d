import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolder, never, writeFiles } from '../../test-files'
import { npyFile, npyTable, npyTexts, type NpyType } from '../../test-npy'
import { readNpyTable, readNpyTexts } from './npy'

let folder: string
let remove: () => Promise<void>
beforeEach(async () => ({ folder, remove } = await makeFolder()))
afterEach(() => remove())

async function table(bytes: Uint8Array): Promise<number[][]> {
  await writeFiles(folder, { 'a.npy': bytes })
  const { rows, columns, at } = await readNpyTable(join(folder, 'a.npy'), never)
  return Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (_c, c) => at(r, c)),
  )
}

async function texts(bytes: Uint8Array): Promise<string[]> {
  await writeFiles(folder, { 'a.npy': bytes })
  return await readNpyTexts(join(folder, 'a.npy'), never)
}

const rows = [
  [1, 0, 1],
  [0, 0, 1],
]

describe('a NumPy array', () => {
  const types: NpyType[] = ['<f8', '<f4', '<i8', '>i4', '|i1', '|u1', '|b1']
  it.each(types)('of %s is read in both orders and header versions', async (type) => {
    expect(await table(npyTable(rows, type))).toEqual(rows)
    expect(await table(npyTable(rows, type, { isFortran: true }))).toEqual(rows)
    expect(await table(npyTable(rows, type, { version: 2 }))).toEqual(rows)
  })

  it('keeps signs', async () => {
    for (const type of ['<f8', '<f4', '<i8', '>i4', '|i1'] as const) {
      expect(await table(npyTable([[-1, 0, 1]], type))).toEqual([[-1, 0, 1]])
    }
  })

  it('holds texts of several lengths, padded', async () => {
    const names = ['a.jpg', 'train2014/COCO_train2014_000000000009.jpg', 'café.jpg', '']
    expect(await texts(npyTexts(names))).toEqual(names)
    expect(await texts(npyFile('|S3', '(2,)', Buffer.from('ab\0cde')))).toEqual(['ab', 'cde'])
  })

  it('that is cut off, empty or something else is refused by name', async () => {
    const whole = npyTable(rows)
    await expect(table(whole.subarray(0, whole.length - 1))).rejects.toThrow(/cut off/)
    await expect(table(whole.subarray(0, 40))).rejects.toMatchObject({ code: 'IMPORT_INVALID' })
    await expect(table(Buffer.alloc(0))).rejects.toThrow(/no NumPy array/)
    await expect(table(Buffer.from('file,class\na.jpg,dog\n'))).rejects.toThrow(/no NumPy array/)
    await expect(readNpyTable(join(folder, 'gone.npy'), never)).rejects.toMatchObject({
      code: 'IMPORT_INVALID',
    })
  })

  it('of pickled objects, of three dimensions or of the wrong kind is refused', async () => {
    await expect(table(npyFile('|O', '(1,)', Buffer.alloc(8)))).rejects.toThrow(/the type O/)
    const fields = npyFile("', [('a', '<f8')], '", '(1,)', Buffer.alloc(8))
    await expect(table(fields)).rejects.toThrow(/no objects/)
    await expect(table(npyFile('<f8', '(1, 1, 1)', Buffer.alloc(8)))).rejects.toThrow(/dimensions/)
    await expect(table(npyTexts(['a']))).rejects.toThrow(/type U1/)
    await expect(texts(npyTable(rows))).rejects.toThrow(/list of texts/)
  })
})
