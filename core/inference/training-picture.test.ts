import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { usualCrop } from './random-crop'
import { readCrop, readSquare } from './read-square'
import type { Square } from './square'
import { pictureFolder, plain, redThenBlue } from './test-pictures'
import { readTrainingPicture } from './training-picture'
import type { Augment, Draw, TrainingView } from './training-picture'

const { put, at } = await pictureFolder()
const side = 32
const none: Augment = { crop: null, flip: false, jitter: 0 }
const all: Augment = { crop: usualCrop, flip: true, jitter: 0.4 }

/** 64 x 48, red growing to the right and green downwards: every pixel says where it was. */
const ramp = await put('ramp.png', await rampOf(64, 48).png().toBuffer())

function rampOf(width: number, height: number) {
  const pixels = Buffer.alloc(width * height * 3)
  for (let i = 0; i < width * height; i++) {
    pixels[3 * i] = ((i % width) * 255) / (width - 1)
    pixels[3 * i + 1] = (Math.floor(i / width) * 255) / (height - 1)
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

const draw = (row: number, epoch = 1): Draw => ({ seed: 3, epoch, row })
const read = (view: TrainingView, augment: Augment, row: number, epoch = 1) =>
  readTrainingPicture({ path: ramp }, side, view, augment, draw(row, epoch))

const colourAt = ({ pixels, side: edge }: Square, x: number, y: number) =>
  Array.from(pixels.subarray((y * edge + x) * 3, (y * edge + x) * 3 + 3))

function expectNear(actual: readonly number[], wanted: readonly number[]): void {
  for (const [i, value] of wanted.entries())
    expect(Math.abs((actual[i] ?? NaN) - value), String(actual)).toBeLessThan(6)
}

const bytesOf = ({ pixels }: Square) => Buffer.from(pixels).toString('base64')

describe('a part of a picture', () => {
  it('shows what lies there, and nothing else', async () => {
    const crop = { left: 32, top: 24, width: 32, height: 24 }
    const seen: number[][] = []
    const square = await readCrop(ramp, side, (...size) => {
      seen.push(size)
      return crop
    })
    expect(seen).toEqual([[64, 48]])
    expectNear(colourAt(square, 0, 0), [129, 130, 0])
    expectNear(colourAt(square, 31, 31), [255, 255, 0])
  })

  it('that is all of it is the plain picture', async () => {
    const whole = await readCrop(ramp, side, (width, height) => ({
      ...{ left: 0, top: 0, width, height },
    }))
    expect(bytesOf(whole)).toBe(bytesOf(await readSquare(ramp, side)))
  })

  it('is measured on the upright picture, whatever the file says about its orientation', async () => {
    const turned = await redThenBlue().withMetadata({ orientation: 6 }).png().toBuffer()
    const path = await put('turned.png', turned)
    const square = await readCrop(path, 8, (width, height) => {
      expect([width, height]).toEqual([20, 40])
      return { left: 0, top: 24, width: 20, height: 16 }
    })
    expect(colourAt(square, 4, 4)).toEqual([0, 0, 255])
  })

  it('of a large photograph is that of the whole one', async () => {
    const large = await put('large.jpg', await rampOf(2048, 1536).jpeg({ quality: 95 }).toBuffer())
    const crop = { left: 512, top: 384, width: 1024, height: 768 }
    expectNear(colourAt(await readCrop(large, side, () => crop), 16, 16), [130, 130, 0])
  })

  it.each([
    [1, 3000],
    [3000, 1],
  ])('may be a single pixel of one of %i x %i', async (width, height) => {
    const path = await put(`${width}.png`, await plain('#00ff00', width, height).png().toBuffer())
    const square = await readCrop(path, 8, () => ({ left: 0, top: 0, width: 1, height: 1 }))
    expect(colourAt(square, 7, 7)).toEqual([0, 255, 0])
  })
})

describe('a picture for training', () => {
  it('is plain in the plain view, whatever may be changed', async () => {
    expect(bytesOf(await read('plain', all, 4))).toBe(bytesOf(await readSquare(ramp, side)))
    expect(bytesOf(await read('weak', none, 4))).toBe(bytesOf(await readSquare(ramp, side)))
  })

  it.each(['weak', 'strong'] as const)(
    'is the same again in the %s view for the same draw, and another for another',
    async (view) => {
      const first = bytesOf(await read(view, all, 4))
      expect(bytesOf(await read(view, all, 4))).toBe(first)
      const others = [await read(view, all, 5), await read(view, all, 4, 2)]
      const third = await readTrainingPicture({ path: ramp }, side, view, all, {
        seed: 4,
        epoch: 1,
        row: 4,
      })
      for (const other of [...others, third]) expect(bytesOf(other)).not.toBe(first)
    },
  )

  it('is mirrored half of the time where only that is asked for', async () => {
    const whole = await readSquare(ramp, side)
    let mirrored = 0
    for (let row = 0; row < 100; row++) {
      const [left = 0] = colourAt(await read('weak', { ...none, flip: true }, row), 0, 16)
      const same = left === colourAt(whole, 0, 16)[0]
      expect(same || left === colourAt(whole, side - 1, 16)[0]).toBe(true)
      if (!same) mirrored++
    }
    expect(mirrored).toBeGreaterThan(30)
    expect(mirrored).toBeLessThan(70)
  })

  it('keeps its colours within what the jitter allows', async () => {
    const grey = await put('grey.png', await plain('#646464').png().toBuffer())
    const values = []
    for (let row = 0; row < 60; row++) {
      const augment = { ...none, jitter: 0.2 }
      const square = await readTrainingPicture({ path: grey }, 4, 'weak', augment, draw(row))
      values.push(square.pixels[0] ?? 0)
    }
    // 100 x 0.8 and 1.2, then once more the distance to the middle.
    expect(Math.min(...values)).toBeGreaterThanOrEqual(70)
    expect(Math.max(...values)).toBeLessThanOrEqual(121)
    expect(new Set(values).size).toBeGreaterThan(15)
  })

  it('has three bytes a pixel in every view, also of a grey picture', async () => {
    const grey = await put('grey.jpg', await plain('#808080').greyscale().jpeg().toBuffer())
    for (const view of ['plain', 'weak', 'strong'] as const) {
      const { pixels } = await readTrainingPicture({ path: grey }, 8, view, all, draw(1))
      expect(pixels).toHaveLength(192)
    }
  })

  it('throws what is wrong with a file that is no picture', async () => {
    const path = await put('notes.jpg', 'dear diary')
    for (const view of ['plain', 'weak', 'strong'] as const)
      await expect(readTrainingPicture({ path }, 8, view, all, draw(1))).rejects.toMatchObject({
        code: 'IMAGE_UNREADABLE',
        path: at('notes.jpg'),
      })
  })
})
