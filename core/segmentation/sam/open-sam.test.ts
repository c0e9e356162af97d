import { describe, expect, it } from 'vitest'
import { testKinds } from '../../inference/sam/test-models'
import type { TestKind } from '../../inference/sam/test-models'
import { decodeFloat16 } from '../../kernel/float16'
import type { Guess } from '../segmenter'
import { at, inside, middleOf, prompt, redAndBlue, testSam } from './test-sam'

/** What the test's networks expect of the discs of 16, 40 and 96 pixels of the square. */
const [PART, MIDDLE, WHOLE] = [0, 1, 2]
const squashes = (kind: TestKind) => kind.startsWith('sam2')

const cell = ({ logits, width }: Guess, column: number, row: number) => logits[row * width + column]

function only(guesses: readonly Guess[], index: number): Guess {
  const guess = guesses[index]
  if (guess === undefined) throw new Error(`There are only ${guesses.length} guesses.`)
  return guess
}

describe.each(testKinds)('%s', (kind) => {
  // The point lies at (768, 128) of the square; squashed, twice as far down. Two and two pixels beside
  // it is the middle of a cell, four pixels wide: 40 - sqrt(8).
  it.each([
    { shape: 'landscape', width: 200, height: 100, x: 150, y: 25, columns: 192, rows: [32, 64] },
    { shape: 'portrait', width: 100, height: 200, x: 25, y: 150, columns: [32, 64], rows: 192 },
    { shape: 'square', width: 128, height: 128, x: 96, y: 32, columns: 192, rows: 64 },
  ])(
    'looks where a point is in a $shape picture',
    async ({ width, height, x, y, columns, rows }) => {
      const sam = await testSam(kind)
      const embedding = await sam.embed(redAndBlue(width, height))
      const guesses = await sam.guess(embedding, prompt({ points: [at(x, y)] }))
      const guess = only(guesses, MIDDLE)
      const square = squashes(kind)
      const long = Math.max(width, height)
      expect([guess.width, guess.height]).toEqual(
        square ? [256, 256] : [(256 * width) / long, (256 * height) / long],
      )
      const pick = (choice: number | number[]) => [choice].flat().at(square ? -1 : 0) ?? NaN
      expect(cell(guess, pick(columns), pick(rows))).toBeCloseTo(40 - Math.sqrt(8), 3)
      expect(guesses).toHaveLength(3)
      const middle = middleOf(guess, { width, height })
      expect(middle.x).toBeCloseTo(x, 1)
      expect(middle.y).toBeCloseTo(y, 1)
    },
  )

  it('shows the picture to the network as it was trained: normalised, in the upper left corner', async () => {
    const sam = await testSam(kind)
    const { arrays, model, width, height } = await sam.embed(redAndBlue(200, 100))
    expect({ model, width, height }).toEqual({ model: kind, width: 200, height: 100 })
    const map = arrays.find(({ dims }) => dims[1] === 256)
    const values = map?.data instanceof Uint16Array ? decodeFloat16(map.data) : new Float32Array()
    const value = (channel: number, row: number, column: number) =>
      values[(channel * 64 + row) * 64 + column]
    const red = (255 - 123.675) / 58.395
    const noBlue = (0 - 103.53) / 57.375
    expect(value(0, 8, 8)).toBeCloseTo(red, 2)
    expect(value(2, 8, 8)).toBeCloseTo(noBlue, 2)
    expect(value(2, 8, 56)).toBeCloseTo((255 - 103.53) / 57.375, 2)
    // Below the picture nothing is, unless it was squashed over all of it.
    expect(value(0, 48, 8)).toBeCloseTo(squashes(kind) ? red : 0, 2)
  })

  it('gives for each of many points what it gives for the point alone', async () => {
    const sam = await testSam(kind)
    const embedding = await sam.embed(redAndBlue(160, 120))
    const points = Array.from({ length: 19 }, (_, i) => ({ x: 8 * i, y: 6 * i }))
    const each = await sam.guessEach(embedding, points)
    expect(each).toHaveLength(19)
    const last = await sam.guess(embedding, prompt({ points: [at(144, 108)] }))
    expect(each[18]?.map(inside)).toEqual(last.map(inside))
    expect(each[18]?.[WHOLE]?.logits).toEqual(last[WHOLE]?.logits)
  })

  it('knows negative points, boxes, and boxes that points refine', async () => {
    const sam = await testSam(kind)
    const picture = { width: 256, height: 256 }
    const embedding = await sam.embed(redAndBlue(256, 256))
    const ask = async (part: Parameters<typeof prompt>[0], index = MIDDLE) =>
      only(await sam.guess(embedding, prompt(part)), index)
    const taken = await ask({ points: [at(128, 128), at(133, 128, false)] })
    const whole = await ask({ points: [at(128, 128)] })
    // A disc of 12 pixels of the square is nine cells of four, 28 of them at most.
    expect(inside(whole) - inside(taken)).toBeGreaterThan(20)
    expect(middleOf(taken, picture).x).toBeLessThan(127.8)
    // A box of 10 x 20 pixels, drawn from its lower right corner.
    const box = { x0: 74, y0: 80, x1: 64, y1: 60 }
    expect(inside(await ask({ box }, WHOLE))).toBe(10 * 20 + (kind === 'slimsam' ? 2 * 10 : 0))
    const refined = await ask({ box, points: [at(64, 60)] }, PART)
    expect(middleOf(refined, picture).x).toBeLessThan(69)
  })
})

it('has one more mask, for prompts that leave no doubt, behind the three of exports with four', async () => {
  const sam = await testSam('mobile-sam')
  const embedding = await sam.embed(redAndBlue(64, 64))
  const two = await sam.guess(embedding, prompt({ points: [at(20, 20), at(22, 20)] }))
  const most = 0.01 * ((255 - 103.53) / 57.375)
  expect(two.map(({ quality }) => quality.toFixed(3))).toEqual(
    [0.5, 0.9, 0.7, 0.8].map((known) => (known + most).toFixed(3)),
  )
  expect(await sam.guess(embedding, prompt({ points: [at(20, 20)] }))).toHaveLength(3)
})

it('gives the mask of the guess before back to networks that take it', async () => {
  const sam = await testSam('mobile-sam')
  const embedding = await sam.embed(redAndBlue(256, 256))
  const [first] = await sam.guess(embedding, prompt({ points: [at(100, 100)] }))
  const points = [at(104, 100)]
  const again = await sam.guess(embedding, prompt({ points, previous: first?.memory ?? null }))
  // The largest disc, but no further than five pixels of the square beyond the first one's sixteen.
  const expected = Math.PI * (21 / 4) ** 2
  expect(inside(only(again, WHOLE))).toBeGreaterThan(expected - 8)
  expect(inside(only(again, WHOLE))).toBeLessThan(expected + 8)
})

it('cuts the mask off beside a box that the network cannot be told of', async () => {
  const sam = await testSam('slimsam')
  const embedding = await sam.embed(redAndBlue(256, 256))
  const box = { x0: 100, y0: 100, x1: 120, y1: 104 }
  const guess = only(await sam.guess(embedding, prompt({ box })), MIDDLE)
  expect(middleOf(guess, { width: 256, height: 256 })).toEqual({ x: 110, y: 102 })
  // Ten cells to each side of the middle, four down: the disc is larger than that.
  expect(inside(guess)).toBeLessThanOrEqual(20 * 4)
  expect(inside(guess)).toBeGreaterThan(70)
})

it('turns strokes into points along them', async () => {
  const sam = await testSam('mobile-sam')
  const embedding = await sam.embed(redAndBlue(256, 256))
  const stroke = {
    points: [
      { x: 40, y: 128 },
      { x: 200, y: 128 },
    ],
    positive: true,
    width: 8,
  }
  const guess = only(await sam.guess(embedding, prompt({ strokes: [stroke] })), PART)
  for (const x of [40, 72, 104, 136, 168, 200]) expect(cell(guess, x, 128)).toBeGreaterThan(10)
  expect(cell(guess, 120, 128)).toBeLessThan(0)
})

it('refuses a prompt that points at nothing', async () => {
  const sam = await testSam('slimsam')
  const embedding = await sam.embed(redAndBlue(8, 8))
  const nothing = sam.guess(embedding, prompt({ points: [at(4, 4, false)] }))
  await expect(nothing).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

it.each([
  { width: 1, height: 1 },
  { width: 3000, height: 2 },
  { width: 1, height: 900 },
  { width: 300, height: 200 },
])('takes a picture of $width x $height, and points beside it', async ({ width, height }) => {
  const sam = await testSam('mobile-sam')
  const embedding = await sam.embed(redAndBlue(width, height))
  const guess = only(await sam.guess(embedding, prompt({ points: [at(-50, height + 900)] })), WHOLE)
  expect(guess.logits).toHaveLength(guess.width * guess.height)
  expect(cell(guess, 0, guess.height - 1)).toBeGreaterThan(80)
})

it('lays a mask over the whole picture where its side is no multiple of the mask’s pixels', async () => {
  const sam = await testSam('mobile-sam')
  // 683 of 1024 rows: 170.75 of the mask's 256.
  const picture = redAndBlue(300, 200)
  const embedding = await sam.embed(picture)
  const guess = only(await sam.guess(embedding, prompt({ points: [at(210, 140)] })), WHOLE)
  expect([guess.width, guess.height]).toEqual([256, 171])
  const middle = middleOf(guess, picture)
  expect(middle.x).toBeCloseTo(210, 1)
  expect(middle.y).toBeCloseTo(140, 1)
})

it('stops between points when it is cancelled', async () => {
  const sam = await testSam('mobile-sam')
  const embedding = await sam.embed(redAndBlue(32, 32))
  const stop = new AbortController()
  const each = sam.guessEach(
    embedding,
    Array.from({ length: 200 }, () => ({ x: 4, y: 4 })),
    stop.signal,
  )
  stop.abort(new Error('enough'))
  await expect(each).rejects.toThrow('enough')
})
