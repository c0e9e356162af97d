import { expect, it } from 'vitest'
import { discSegmenter } from '../test-discs'
import { chooseGuess } from './choose-guess'
import { cutByActivation } from './cut-by-activation'
import { reliabilityOf } from './reliability'

const picture = { width: 400, height: 200, data: new Uint8Array(400 * 200 * 3) }
const segmenter = discSegmenter([{ x: 300, y: 60, radius: 40 }])

function activation(spots: Record<number, number>) {
  const values = new Float32Array(10 * 10)
  for (const [at, value] of Object.entries(spots)) values[Number(at)] = value
  return { values, width: 10, height: 10 }
}

it("points at an activation's peak, in the picture's own shape, and cuts what is there", async () => {
  const embedding = await segmenter.embed(picture)
  // Column 7, row 3 of ten: its middle is 300 x 70 in the picture.
  const cut = await cutByActivation(segmenter, embedding, activation({ 37: 1 }))
  const [peak] = cut.peaks
  expect((peak?.x ?? 0) * 400).toBeCloseTo(300, -1)
  expect((peak?.y ?? 0) * 200).toBeCloseTo(70, -1)
  expect(cut.guess?.quality).toBeCloseTo(0.9, 9)
  expect(cut.stability).toBeGreaterThan(0.8)
  expect(cut.reliability).toBeCloseTo((cut.stability ?? 0) * (cut.activation ?? 0), 9)
})

it('has nothing to say where nothing is active, or where nothing is found', async () => {
  const embedding = await segmenter.embed(picture)
  const cut = (spots: Record<number, number>) =>
    cutByActivation(segmenter, embedding, activation(spots))
  expect(await cut({})).toEqual({ peaks: [], guess: null })
  expect(await cut({ 0: 1 })).toEqual({ peaks: [expect.anything()], guess: null })
})

it('works on a picture of one pixel, and on a very wide one', async () => {
  for (const [width, height] of [
    [1, 1],
    [4000, 3],
  ] as const) {
    const all = discSegmenter([{ x: width / 2, y: height / 2, radius: width }])
    const embedding = await all.embed({ width, height, data: new Uint8Array(width * height * 3) })
    const cut = await cutByActivation(all, embedding, activation({ 44: 1 }))
    expect(cut.guess).not.toBeNull()
  }
})

const guess = (quality: number, ...logits: number[]) => ({
  ...{ logits: Float32Array.from(logits), width: logits.length, height: 1 },
  ...{ quality, memory: new Float32Array() },
})

it('takes the third guess, the one that should fit best, or the one with the surest edge', () => {
  const [a, b, c] = [guess(0.9, 0.5, 2), guess(0.8, 5, 5), guess(0.7, 0.1, 0.1)]
  expect(chooseGuess([a, b, c], 'third')).toBe(c)
  expect(chooseGuess([a, b, c], 'quality')).toBe(a)
  expect(chooseGuess([a, b, c], 'stability')).toBe(b)
  expect(chooseGuess([a, b], 'third')).toBe(b)
  expect(chooseGuess([], 'third')).toBeNull()
})

it('relies on a segment as far as its edge is sure and its class is seen inside', () => {
  const seen = { values: Float32Array.of(1, 0.5, 0.2, 0), width: 4, height: 1 }
  expect(reliabilityOf(guess(1, 3, 0.5, -0.5, -3), seen)).toEqual({
    ...{ stability: 1 / 3, activation: 0.75, reliability: 0.25 },
  })
})
