import { describe, expect, it } from 'vitest'
import { squeeze } from './squeeze'
import type { Pixels } from './squeeze'

/** 7 x 5 pixels without a pattern that a mistake could hide behind. */
function pixels(channels: 1 | 3): Pixels {
  const [width, height] = [7, 5]
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) => {
    const [c, at] = [i % channels, Math.floor(i / channels)]
    return ((at % width) * 37 + Math.floor(at / width) * 61 + c * 89) % 256
  })
  return { data, width, height, channels }
}

const whole = { left: 0, top: 0, width: 7, height: 5 }
const plane = (square: Uint8Array, channel: number) =>
  Array.from(square).filter((_, i) => i % 3 === channel)
const red = (square: Uint8Array) => plane(square, 0)

/** Pillow 12's resize(..., Resampling.BILINEAR) of the same pixels, red only. */
const pillow = {
  3: [58, 137, 177, 142, 138, 93, 132, 79, 152],
  4: [34, 92, 160, 185, 105, 163, 155, 105, 170, 115, 77, 105, 153, 63, 118, 176],
  9: [
    ...[0, 25, 53, 82, 111, 140, 169, 197, 222, 20, 45, 73, 102, 131, 160, 189, 189, 157, 54, 79],
    ...[107, 136, 165, 194, 223, 176, 49, 88, 113, 141, 170, 199, 140, 143, 124, 54, 122, 147, 175],
    ...[204, 233, 63, 35, 63, 88, 156, 181, 146, 96, 125, 65, 69, 97, 122, 190, 196, 114, 16, 45],
    ...[74, 103, 131, 156, 224, 135, 68, 50, 79, 108, 137, 165, 190, 244, 98, 41, 70, 99, 128, 157],
    ...[185, 210],
  ],
}
/** The same of columns 1 to 5 of rows 1 to 3, cut out before. */
const pillowOfPart = [107, 150, 194, 237, 145, 188, 138, 115, 167, 138, 88, 65, 165, 16, 60, 103]

function expectNear(actual: readonly number[], wanted: readonly number[]): void {
  expect(actual).toHaveLength(wanted.length)
  const far = wanted.filter((value, i) => Math.abs(value - (actual[i] ?? NaN)) > 1)
  expect(far, actual.join()).toEqual([])
}

describe('squeezing pixels to a square', () => {
  it.each([3, 4, 9] as const)('of %i gives what Pillow gives', (side) => {
    expectNear(red(squeeze(pixels(3), whole, side)), pillow[side])
    expectNear(red(squeeze(pixels(1), whole, side)), pillow[side])
  })

  it('takes a part as if it were all there is', () => {
    const part = { left: 1, top: 1, width: 5, height: 3 }
    expectNear(red(squeeze(pixels(3), part, 4)), pillowOfPart)
  })

  it('keeps the colours apart', () => {
    const square = squeeze(pixels(3), whole, 4)
    const green = { ...pixels(1), data: pixels(3).data.filter((_, i) => i % 3 === 1) }
    const alone = squeeze(green, whole, 4)
    expect(plane(square, 1)).toEqual(red(alone))
    expect(plane(alone, 2)).toEqual(red(alone))
  })

  it('changes nothing where the part is of that size', () => {
    const part = { left: 2, top: 0, width: 5, height: 5 }
    const rows = [0, 1, 2, 3, 4].map((y) =>
      Array.from(pixels(1).data.subarray(y * 7 + 2, y * 7 + 7)),
    )
    expect(red(squeeze(pixels(1), part, 5))).toEqual(rows.flat())
  })

  it('enlarges a single pixel, and makes one of all', () => {
    const one = { left: 6, top: 4, width: 1, height: 1 }
    const last = pixels(1).data.at(-1)
    expect(new Set(squeeze(pixels(1), one, 3))).toEqual(new Set([last]))
    const flat = { data: new Uint8Array(35).fill(200), width: 7, height: 5, channels: 1 }
    expect(Array.from(squeeze(flat, whole, 1))).toEqual([200, 200, 200])
  })

  it('gives the same after a larger picture, and keeps black black and white white', () => {
    const before = squeeze(pixels(3), whole, 9)
    const white = {
      data: new Uint8Array(3 * 900 * 700).fill(255),
      width: 900,
      height: 700,
      channels: 3,
    }
    const large = squeeze(white, { left: 0, top: 0, width: 900, height: 700 }, 64)
    expect(new Set(large)).toEqual(new Set([255]))
    expect(squeeze(pixels(3), whole, 9)).toEqual(before)
    const black = { ...white, data: new Uint8Array(3 * 900 * 700) }
    const part = { left: 1, top: 3, width: 899, height: 601 }
    expect(new Set(squeeze(black, part, 65))).toEqual(new Set([0]))
  })
})
