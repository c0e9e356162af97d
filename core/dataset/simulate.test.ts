import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importDataset } from './import/formats'
import type { ImportedDataset } from './import/imported-dataset'
import { simulateSinglePositives } from './simulate'
import { never } from './test-files'

// Rows of the published oracle: seed 1200 keeps class 0 4 3 3 4 3.
const rows = ['10100', '01001', '11111', '00010', '11001', '01110']

function dataset(bits: string[], splits: ('train' | 'validation' | null)[] = []): ImportedDataset {
  const images = bits.map((row, i) => ({
    file: `${i}.jpg`,
    split: splits[i] ?? null,
    labels: Array.from(row).flatMap((bit, index) =>
      bit === '1' ? [{ class: index, state: 'present' as const, point: null }] : [],
    ),
  }))
  return {
    root: '/pictures',
    classes: ['a', 'b', 'c', 'd', 'e'],
    images,
    complete: true,
    problems: [],
  }
}

describe('simulating single positives', () => {
  it('keeps the classes that the published code keeps', () => {
    const { images } = simulateSinglePositives(
      dataset(
        rows,
        rows.map(() => 'train'),
      ),
    )
    expect(images.map((image) => image.seed)).toEqual([0, 4, 3, 3, 4, 3])
  })

  it('observes training images only, and keeps the truth of all', () => {
    const mixed = ['11111', ...rows]
    const splits = ['validation' as const, ...rows.map(() => 'train' as const)]
    const { images, hidden } = simulateSinglePositives(dataset(mixed, splits))
    expect(images.map((image) => image.seed)).toEqual([null, 0, 4, 3, 3, 4, 3])
    expect(images[0]).toMatchObject({ split: 'validation', truth: [0, 1, 2, 3, 4] })
    expect(hidden).toBe(16 - 6)
  })

  it('makes the published split of a fifth where none is given, after observing all', () => {
    const bits = Array.from({ length: 25 }, (_, i) => rows[i % rows.length] ?? '')
    const { images } = simulateSinglePositives(dataset(bits))
    const validation = images.flatMap((image, i) => (image.split === 'validation' ? [i] : []))
    expect(validation).toEqual([0, 7, 13, 18, 19])
    expect(images[1]?.seed).toBe(4)
  })

  it('gives no seed to an image without a positive', () => {
    const { images } = simulateSinglePositives(dataset(['00000', '10000'], ['train', 'train']))
    expect(images.map((image) => image.seed)).toEqual([null, 0])
  })

  it('gives other seeds for another number', () => {
    const bits = Array.from({ length: 40 }, () => '11111')
    const seedsOf = (seed: number): unknown =>
      simulateSinglePositives(dataset(bits), seed).images.map((image) => image.seed)
    expect(seedsOf(1)).not.toEqual(seedsOf(2))
    expect(seedsOf(1)).toEqual(seedsOf(1))
  })

  it('refuses partial labels and empty sets', () => {
    const partial = { ...dataset(rows), complete: false }
    expect(() => simulateSinglePositives(partial)).toThrow(/not complete/)
    expect(() => simulateSinglePositives(dataset([]))).toThrow(/no image/)
  })

  const real = resolve('../shared/data/coco18')
  describe.runIf(existsSync(real))('from 5,000 photographs (when they are there)', () => {
    it('seeds every training image', async () => {
      const { images, hidden } = simulateSinglePositives(await importDataset(real, null, never))
      expect(images.filter((image) => image.seed !== null)).toHaveLength(4000)
      expect(hidden).toBe(4539)
    })
  })
})
