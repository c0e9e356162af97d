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

function isInside(guess: Guess | undefined, { x, y }: { x: number; y: number }): boolean {
  if (guess === undefined) return false
  const { width, data } = toBitmap(guess, 400, 300)
  return data[Math.floor(y) * width + Math.floor(x)] === 1
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

  it('takes a click that corrects, and obeys it', async () => {
    const points = [{ x: disk.x, y: disk.y, positive: true }]
    const [first] = await basic.guess(embedding, { ...nothing, points })
    const wrong = { x: disk.x + 40, y: disk.y, positive: false }
    const [second, ...others] = await basic.guess(embedding, {
      ...nothing,
      points: [...points, wrong],
      previous: first?.memory ?? null,
    })
    expect(others).toEqual([])
    expect(isInside(second, wrong)).toBe(false)
    expect(isInside(second, { x: disk.x, y: disk.y })).toBe(true)
  })

  it('takes strokes for clicks along them', async () => {
    const stroke = (positive: boolean, x: number) => ({
      ...{ positive, width: 5 },
      points: [-30, 30].map((by) => ({ x, y: disk.y + by })),
    })
    const strokes = [stroke(true, disk.x), stroke(false, disk.x + 130)]
    const [guess] = await basic.guess(embedding, { ...nothing, strokes })
    expect(isInside(guess, disk)).toBe(true)
    expect(isInside(guess, { x: disk.x + 130, y: disk.y })).toBe(false)
  })

  it('says what is missing from a prompt without any positive place', async () => {
    const points = [{ x: 5, y: 5, positive: false }]
    await expect(basic.guess(embedding, nothing)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(basic.guess(embedding, { ...nothing, points })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })

  it('answers prompts at the border, outside and without any size', async () => {
    const points = [{ x: -50, y: 1e6, positive: true }]
    expect(await basic.guess(embedding, { ...nothing, points })).toHaveLength(3)
    const box = { x0: width, y0: height, x1: width, y1: height }
    const [guess] = await basic.guess(embedding, { ...nothing, box })
    expect(guess?.logits.every(Number.isFinite)).toBe(true)
  })

  it('takes no memory of another picture for its own', async () => {
    const points = [{ x: disk.x, y: disk.y, positive: true }]
    const previous = new Float32Array(7)
    expect(await basic.guess(embedding, { ...nothing, points, previous })).toHaveLength(3)
  })

  it('answers many clicks as it answers each', async () => {
    const points = Array.from({ length: 18 }, (_, i) => ({ x: 20 * i, y: 15 * i }))
    const all = await basic.guessEach(embedding, points)
    expect(all.map((guesses) => guesses.length)).toEqual(points.map(() => 3))
    const at = { ...(points[8] ?? { x: 0, y: 0 }), positive: true }
    const one = await basic.guess(embedding, { ...nothing, points: [at] })
    for (const [i, guess] of one.entries()) {
      const mask = toBitmap(guess, 100, 75).data
      const other = all[8]?.[i]
      const same = other && toBitmap(other, 100, 75).data.filter((value, j) => value === mask[j])
      expect((same?.length ?? 0) / mask.length).toBeGreaterThan(0.97)
    }
  })

  it('stops between clicks when nobody waits any more', async () => {
    const signal = AbortSignal.abort()
    await expect(basic.guessEach(embedding, [{ x: 1, y: 1 }], signal)).rejects.toThrow()
    await expect(basic.embed(picture, signal)).rejects.toThrow()
  })

  it.each([
    [1, 1],
    [3000, 2],
    [5, 700],
  ])('reads a picture of %i x %i pixels', async (across, down) => {
    const small = await basic.embed(diskPicture(across, down))
    expect(small).toMatchObject({ width: across, height: down })
    const points = [{ x: across / 2, y: down / 2, positive: true }]
    for (const guess of await basic.guess(small, { ...nothing, points }))
      expect(guess.logits.every(Number.isFinite)).toBe(true)
  })

  it('says what its embedding knows of each place', () => {
    const map = basic.features?.(embedding)
    expect(map).toMatchObject({ channels: 64, width: 64, height: 48 })
    expect(map?.data).toHaveLength(64 * 64 * 48)
  })

  it('needs its networks', async () => {
    const decoder = 'no-such-decoder.onnx'
    await expect(openBasic({ decoder })).rejects.toMatchObject({ code: 'MODEL_MISSING' })
  })
})
