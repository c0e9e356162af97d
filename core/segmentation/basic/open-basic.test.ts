import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toBitmap } from '../rasterise'
import type { Embedding, Guess, Prompt, RgbPicture, Segmenter } from '../segmenter'
import { openBasic } from './open-basic'

const nothing: Prompt = { points: [], box: null, strokes: [], previous: null }
const disk = { x: 190, y: 120, radius: 70 }

/** A red disk on green, with a little grain, as no photograph has it but every segmenter should see it. */
function diskPicture(width: number, height: number): RgbPicture {
  const data = new Uint8Array(3 * width * height)
  for (let i = 0; i < width * height; i++) {
    const inside = insideDisk(i % width, Math.floor(i / width))
    const grain = (i * 7919) % 23
    data.set(inside ? [200 + grain, 40 + grain, 40] : [60, 130 + grain, 70 + grain], 3 * i)
  }
  return { width, height, data }
}

const insideDisk = (x: number, y: number) =>
  (x + 0.5 - disk.x) ** 2 + (y + 0.5 - disk.y) ** 2 < disk.radius ** 2

function iouOf(guess: Guess | undefined, width: number, height: number): number {
  if (guess === undefined) return 0
  const { data } = toBitmap(guess, width, height)
  let [both, either] = [0, 0]
  for (const [i, value] of data.entries()) {
    const inside = insideDisk(i % width, Math.floor(i / width))
    if (inside && value === 1) both++
    if (inside || value === 1) either++
  }
  return both / either
}

describe('the segmenter that comes with Singlet', () => {
  let basic: Segmenter
  let embedding: Embedding
  const [width, height] = [400, 300]
  const picture = diskPicture(width, height)

  beforeAll(async () => {
    basic = await openBasic({ threads: 1 })
    embedding = await basic.embed(picture)
  })
  afterAll(() => basic.close())

  it('cuts out what a box is drawn around', async () => {
    const box = { x0: 120, y0: 50, x1: 260, y1: 190 }
    const guesses = await basic.guess(embedding, { ...nothing, box })
    expect(guesses).toHaveLength(1)
    expect(iouOf(guesses[0], width, height)).toBeGreaterThan(0.85)
  })

  it('gives three masks for a click, the best of which is what was clicked', async () => {
    const points = [{ x: disk.x, y: disk.y, positive: true }]
    const guesses = await basic.guess(embedding, { ...nothing, points })
    expect(guesses).toHaveLength(3)
    const best = Math.max(...guesses.map((guess) => iouOf(guess, width, height)))
    expect(best).toBeGreaterThan(0.6)
  })
})
