import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importDataset } from './import/formats'
import { simulateProtocol } from './simulate-protocol'
import { makeFolder, never, writeFiles } from './test-files'
import { npyTable, npyTexts } from './test-npy'

let folder: string
let remove: () => Promise<void>
beforeEach(async () => ({ folder, remove } = await makeFolder()))
afterEach(() => remove())

// Rows of the published oracle: seed 1200 keeps class 0 4 3 3 4 3.
const oracle = ['10100', '01001', '11111', '00010', '11001', '01110']
const kept = [0, 4, 3, 3, 4, 3]
const bits = (row: string): number[] => Array.from(row, Number)
const name = (i: number): string => `${String(i).padStart(5, '0')}.jpg`
const names = (count: number): string[] => Array.from({ length: count }, (_, i) => name(i))

async function dataset(
  training: number[][],
  test: number[][],
  more: Record<string, Uint8Array> = {},
) {
  await writeFiles(folder, {
    'formatted_train_images.npy': npyTexts(names(training.length)),
    'formatted_train_labels.npy': npyTable(training, '|u1'),
    ...(test.length > 0 && {
      'formatted_val_images.npy': npyTexts(test.map((_, i) => `test/${name(i)}`)),
      'formatted_val_labels.npy': npyTable(test, '|u1'),
    }),
    ...more,
  })
  return await importDataset(folder, null, never)
}

describe('the protocol of the papers', () => {
  it('observes the training part first, then keeps a fifth of it apart', async () => {
    const training = Array.from({ length: 25 }, (_, i) => bits(oracle[i % 6] ?? ''))
    const set = await dataset(training, [bits('10100'), bits('01001')])
    const onTest = simulateProtocol(set, { judge: 'test' })
    const onFifth = simulateProtocol(set, { judge: 'validation' })
    const fifth = [0, 7, 13, 18, 19].map(name)
    const filesOf = (split: string, { images }: typeof onTest): string[] =>
      images.filter((image) => image.split === split).map(({ file }) => file)
    expect(filesOf('validation', onTest)).toEqual(['test/00000.jpg', 'test/00001.jpg'])
    expect(filesOf('validation', onFifth)).toEqual(fifth)
    expect(filesOf('train', onTest)).toEqual(names(25).filter((file) => !fifth.includes(file)))
    expect(onFifth.images.slice(0, 20)).toEqual(onTest.images.slice(0, 20))
    // Image 0 is in the fifth; what the others keep does not depend on that.
    const seeds = new Map(onTest.images.map(({ file, seed }) => [file, seed]))
    expect([1, 2, 3, 4, 5].map((i) => seeds.get(name(i)))).toEqual(kept.slice(1))
  })

  it.each([
    ['VOC', 5717, 1143, [5, 6, 11, 15, 22], 3242061],
    ['CUB', 5994, 1199, [5, 6, 11, 15, 22], 3558234],
  ])('splits the %s training part as published', async (_, count, size, first, sum) => {
    const set = await dataset(
      Array.from({ length: count }, (_row, i) => [i % 2, 1]),
      [[0, 1]],
    )
    const { images } = simulateProtocol(set, { judge: 'validation' })
    const fifth = images
      .filter(({ split }) => split === 'validation')
      .map(({ file }) => Number(file.slice(0, 5)))
    expect(fifth).toHaveLength(size)
    expect(fifth.slice(0, 5)).toEqual(first)
    expect(fifth.reduce((total, index) => total + index, 0)).toBe(sum)
  })

  it('draws what the observed labels of the original code hold', async () => {
    const observed = oracle.map((_, i) =>
      Array.from({ length: 5 }, (_c, c) => Number(c === kept[i])),
    )
    const training = oracle.map(bits)
    const drawn = simulateProtocol(await dataset(training, []), { judge: 'validation' })
    const more = { 'formatted_train_labels_obs.npy': npyTable(observed, '<f8') }
    const given = simulateProtocol(await dataset(training, [], more), { judge: 'validation' })
    expect(given).toEqual(drawn)
  })

  it('takes observed labels as they are, with further and absent ones', async () => {
    const more = {
      'formatted_train_labels_obs.npy': npyTable([
        [1, -1, 1],
        [0, 0, 0],
      ]),
    }
    const set = await dataset(
      [
        [1, 0, 1],
        [0, 1, 1],
      ],
      [[1, 0, 0]],
      more,
    )
    const { images, hidden } = simulateProtocol(set, { judge: 'test' })
    expect(images.slice(0, 2)).toEqual([
      {
        file: name(0),
        split: 'train',
        truth: [0, 2],
        seed: 0,
        further: [
          { class: 1, state: 'absent' },
          { class: 2, state: 'present' },
        ],
      },
      { file: name(1), split: 'train', truth: [1, 2], seed: null },
    ])
    expect(hidden).toBe(2)
    const other = simulateProtocol(set, { judge: 'test', seed: 7 })
    expect(other.images.slice(0, 2).every(({ further }) => further === undefined)).toBe(true)
  })

  it('judges the fifth where there is no test part, and refuses partial labels', async () => {
    const { images } = simulateProtocol(await dataset(oracle.map(bits), []), { judge: 'test' })
    expect(images.filter(({ split }) => split === 'validation')).toHaveLength(1)
    const partial = { ...(await dataset(oracle.map(bits), [])), complete: false }
    expect(() => simulateProtocol(partial, { judge: 'test' })).toThrow(/not complete/)
  })
})
