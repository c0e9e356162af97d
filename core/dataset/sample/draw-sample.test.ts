import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { probe } from '../../inference/decode'
import { importDataset } from '../import/formats'
import { makeFolder, never } from '../test-files'
import { drawSample, sampleDefaults } from './draw-sample'
import { drawScene, sampleClasses } from './draw-scene'

let folder: string
let remove: () => Promise<void>
beforeEach(async () => ({ folder, remove } = await makeFolder()))
afterEach(() => remove())

describe('a drawn scene', () => {
  const scenes = Array.from({ length: 600 }, (_, seed) => drawScene(seed))

  it('is the same for the same seed and another for another', () => {
    expect(drawScene(3)).toEqual(scenes[3])
    expect(new Set(scenes.map((scene) => scene.svg)).size).toBe(600)
  })

  it('shows two to five of at least twelve classes', () => {
    const counts = scenes.map((scene) => scene.labels.length)
    expect(Math.min(...counts)).toBe(2)
    expect(Math.max(...counts)).toBe(5)
    expect(sampleClasses.length).toBeGreaterThanOrEqual(12)
  })

  it('shows every class often enough to learn it and none in most pictures', () => {
    for (const name of sampleClasses) {
      const share = scenes.filter((scene) => scene.labels.includes(name)).length / scenes.length
      expect(share, name).toBeGreaterThan(0.05)
      expect(share, name).toBeLessThan(0.6)
    }
  })

  it('holds no colour or number that is none', () => {
    const text = scenes.map((scene) => scene.svg).join('')
    expect(text).not.toMatch(/NaN|undefined|Infinity|#-|#[0-9a-f]*-/)
    const colours = new Set(text.match(/(?<=")#[^"]*/g))
    expect([...colours].filter((colour) => !/^#([0-9a-f]{6}|[0-9a-f]{8})$/.test(colour))).toEqual(
      [],
    )
  })
})

describe('drawing the sample', () => {
  it('writes pictures and their truth, which reads as a complete dataset', async () => {
    const progress: number[] = []
    for await (const { done } of drawSample(folder, { count: 20, seed: 7 }, never))
      progress.push(done)
    expect(progress).toEqual([8, 16, 20])
    const dataset = await importDataset(folder, null, never)
    expect(dataset).toMatchObject({ complete: true, classes: sampleClasses, problems: [] })
    expect(dataset.images).toHaveLength(20)
    expect(dataset.images.filter((image) => image.split === 'validation')).toHaveLength(3)
    const info = await probe(join(folder, dataset.images[0]?.file ?? ''))
    expect(info).toMatchObject({ width: 480, height: 360 })
  })

  it('draws the same bytes again', async () => {
    const first = join(folder, 'a')
    const second = join(folder, 'b')
    for (const path of [first, second]) {
      for await (const { total } of drawSample(path, { count: 2, seed: 7 }, never)) {
        expect(total).toBe(2)
      }
    }
    const [a, b] = await Promise.all(
      [first, second].map((path) => readFile(join(path, 'images/0002.jpg'))),
    )
    expect(a?.equals(b ?? Buffer.alloc(0))).toBe(true)
  })

  it('stops when it is cancelled, without a label file', async () => {
    const control = new AbortController()
    const draw = async (): Promise<void> => {
      for await (const { done } of drawSample(folder, sampleDefaults, control.signal)) {
        expect(done).toBe(8)
        control.abort()
      }
    }
    await expect(draw()).rejects.toThrow(/abort/i)
    expect(await readdir(folder)).toEqual(['images'])
  })
})
