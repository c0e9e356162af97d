import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { plain } from '../../../inference/test-pictures'
import type { Guess, Prompt, Segmenter } from '../../../segmentation/segmenter'
import { segmentQuality } from './quality'
import { readOutlined } from './quality-data'

const [width, height] = [40, 30]

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outlines-'))
  await mkdir(join(folder, 'images'))
  await plain('#808080', width, height).toFile(join(folder, 'images', 'a.png'))
})
afterEach(() => rm(folder, { recursive: true }))

const triangle = [10, 10, 30, 10, 10, 26]

function write(annotations: readonly object[]) {
  const images = [{ id: 7, file_name: 'a.png', width, height }]
  return writeFile(join(folder, 'instances.json'), JSON.stringify({ images, annotations }))
}

/** Takes every box for the mask itself, and every click for a square around it. */
class Squares implements Segmenter {
  readonly id = 'squares'
  readonly side = 40
  readonly asked: Prompt[] = []

  embed(picture: { width: number; height: number }) {
    return Promise.resolve({ model: this.id, ...picture, arrays: [] })
  }

  guess(_embedding: unknown, prompt: Prompt) {
    this.asked.push(prompt)
    const at = prompt.points.at(-1) ?? { x: 0, y: 0 }
    const around = { x0: at.x - 4, y0: at.y - 4, x1: at.x + 4, y1: at.y + 4 }
    const box = prompt.box ?? around
    const logits = Float32Array.from({ length: width * height }, (_, i) => {
      const [x, y] = [(i % width) + 0.5, Math.floor(i / width) + 0.5]
      return x > box.x0 && x < box.x1 && y > box.y0 && y < box.y1 ? 5 : -5
    })
    return Promise.resolve([
      { logits, width, height, quality: 0.5, memory: logits } satisfies Guess,
    ])
  }

  guessEach() {
    return Promise.resolve([])
  }

  close() {
    return Promise.resolve()
  }
}

describe('how good a segmenter is', () => {
  it('is told beside the filled box, by clicks that correct, for each outlined object', async () => {
    await write([{ image_id: 7, segmentation: [triangle] }])
    const squares = new Squares()
    const pictures = await readOutlined(folder, 0.01)
    const figures = await segmentQuality(squares, pictures, () => undefined)
    expect(figures).toHaveLength(1)
    const [one] = figures
    // Half of a box is its triangle, and the box is what this segmenter gives.
    expect(one?.filled).toBeCloseTo(0.5, 1)
    expect(one?.box).toBe(one?.filled)
    expect(one?.clicksToGood).toBe(11)
    expect(one?.milliseconds).toHaveLength(11)
    const [byBox, first, second] = squares.asked
    expect(byBox?.points).toEqual([])
    expect(first?.points).toMatchObject([{ positive: true }])
    expect(second?.points).toHaveLength(2)
    expect(second?.previous).not.toBeNull()
  })

  it('leaves out crowds, what has no polygon, and what is smaller than asked for', async () => {
    await write([
      { image_id: 7, iscrowd: 1, segmentation: { counts: 'x', size: [30, 40] } },
      { image_id: 7, segmentation: [] },
      { image_id: 7, segmentation: [[1, 1, 3, 1, 3, 3]] },
      { image_id: 7, segmentation: [triangle] },
    ])
    const [picture] = await readOutlined(folder, 0.01)
    expect(picture?.objects).toHaveLength(1)
  })

  it('says what it needs where there are no outlines', async () => {
    await expect(readOutlined(folder, 0.01)).rejects.toMatchObject({ code: 'IMPORT_INVALID' })
  })
})
