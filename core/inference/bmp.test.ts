import { describe, expect, it } from 'vitest'
import { decodeBmp, readBmpHeader } from './bmp'
import { probe, thumbnail } from './decode'
import { decodeSquare } from './read-square'
import { pictureFolder } from './test-pictures'

const { put } = await pictureFolder()

interface Parts {
  readonly width: number
  readonly height: number
  readonly bits: number
  readonly compression?: number
  readonly palette?: readonly number[]
  readonly masks?: readonly number[]
  readonly pixels: readonly number[]
}

/** A bitmap byte by byte; palette entries are blue, green, red, 0. */
function bitmap(parts: Parts): Buffer {
  const { width, height, bits, compression = 0, palette = [], masks = [], pixels } = parts
  const head = Buffer.alloc(54 + masks.length * 4)
  const start = head.length + palette.length
  head.write('BM')
  head.writeUInt32LE(start + pixels.length, 2)
  head.writeUInt32LE(start, 10)
  head.writeUInt32LE(40, 14)
  head.writeInt32LE(width, 18)
  head.writeInt32LE(height, 22)
  head.writeUInt16LE(1, 26)
  head.writeUInt16LE(bits, 28)
  head.writeUInt32LE(compression, 30)
  head.writeUInt32LE(palette.length / 4, 46)
  for (const [i, mask] of masks.entries()) head.writeUInt32LE(mask, 54 + 4 * i)
  return Buffer.concat([head, Buffer.from(palette), Buffer.from(pixels)])
}

const redBlue = [0, 0, 255, 0, 255, 0, 0, 0]
const [red, blue] = ['ff0000ff', '0000ffff']

/** Rows of a decoded bitmap as words of RGBA. */
function rowsOf(file: Buffer): string[] {
  const { data, width, height } = decodeBmp(file)
  return Array.from({ length: height }, (_, y) =>
    data.subarray(y * width * 4, (y + 1) * width * 4).toString('hex'),
  )
}

describe('a bitmap of 3 x 2: red red blue above blue red red', () => {
  const wanted = [red + red + blue, blue + red + red]
  const rgb = [0, 0, 255]
  const bgr = [255, 0, 0]
  const files: Record<string, Parts> = {
    '1 bit': {
      ...{ width: 3, height: 2, bits: 1, palette: redBlue },
      pixels: [0b10000000, 0, 0, 0, 0b00100000, 0, 0, 0],
    },
    '4 bits, an odd width': {
      ...{ width: 3, height: 2, bits: 4, palette: redBlue },
      pixels: [0x10, 0x00, 0, 0, 0x00, 0x10, 0, 0],
    },
    '8 bits': {
      ...{ width: 3, height: 2, bits: 8, palette: redBlue },
      pixels: [1, 0, 0, 0, 0, 0, 1, 0],
    },
    '8 bits in run lengths': {
      ...{ width: 3, height: 2, bits: 8, palette: redBlue, compression: 1 },
      pixels: [1, 1, 2, 0, 0, 0, 0, 3, 0, 0, 1, 0, 0, 0, 0, 1],
    },
    '4 bits in run lengths': {
      ...{ width: 3, height: 2, bits: 4, palette: redBlue, compression: 2 },
      pixels: [1, 0x10, 2, 0, 0, 0, 0, 3, 0x00, 0x10, 0, 1],
    },
    '16 bits': {
      ...{ width: 3, height: 2, bits: 16 },
      pixels: [31, 0, 0, 0x7c, 0, 0x7c, 0, 0, 0, 0x7c, 0, 0x7c, 31, 0, 0, 0],
    },
    '24 bits': {
      ...{ width: 3, height: 2, bits: 24 },
      pixels: [...bgr, ...rgb, ...rgb, 0, 0, 0, ...rgb, ...rgb, ...bgr, 0, 0, 0],
    },
    '24 bits from the top down': {
      ...{ width: 3, height: -2, bits: 24 },
      pixels: [...rgb, ...rgb, ...bgr, 0, 0, 0, ...bgr, ...rgb, ...rgb, 0, 0, 0],
    },
    '32 bits without transparency': {
      ...{ width: 3, height: 2, bits: 32 },
      pixels: [bgr, rgb, rgb, rgb, rgb, bgr].flatMap((pixel) => [...pixel, 0]),
    },
    '32 bits with masks of its own': {
      ...{ width: 3, height: 2, bits: 32, compression: 3, masks: [0xff, 0xff00, 0xff0000] },
      pixels: [rgb, bgr, bgr, bgr, bgr, rgb].flatMap((pixel) => [...pixel, 0]),
    },
  }
  it.each(Object.entries(files))('is read from %s', (_, parts) => {
    expect(rowsOf(bitmap(parts))).toEqual(wanted)
  })

  it('goes through the same doors as every picture', async () => {
    const path = await put('small.bmp', bitmap(files['24 bits'] as Parts)) // defined above
    expect(await probe(path)).toEqual({ width: 3, height: 2, format: 'bmp' })
    expect((await decodeSquare(path, 4)).at(0)).toBeGreaterThan(0.5)
    expect((await thumbnail(path, 160, 'jpeg')).subarray(0, 2).toString('hex')).toBe('ffd8')
  })
})

describe('a bitmap that cannot be read', () => {
  const good = { width: 3, height: 2, bits: 8, palette: redBlue, pixels: [1, 0, 0, 0, 0, 0, 1, 0] }

  it('is refused when it is cut off, wherever', async () => {
    const whole = bitmap(good)
    for (const length of [3, 20, 40, 53, 60, whole.length - 2]) {
      const path = await put(`cut-${length}.bmp`, whole.subarray(0, length))
      await expect(probe(path)).rejects.toThrow(/cut off/)
      await expect(decodeSquare(path, 4)).rejects.toThrow(/cut off/)
    }
  })
  it('is refused before memory is taken when its header claims too much', () => {
    expect(() => readBmpHeader(bitmap({ ...good, width: 60_000, height: 60_000 }))).toThrow(/limit/)
    expect(() => decodeBmp(bitmap({ ...good, width: 16_000, height: 16_000 }))).toThrow(/cut off/)
  })
  it('is refused when it holds a JPEG or a size of nothing', () => {
    expect(() => readBmpHeader(bitmap({ ...good, compression: 4 }))).toThrow(/unsupported/)
    expect(() => readBmpHeader(bitmap({ ...good, width: 0 }))).toThrow(/damaged/)
    expect(() => readBmpHeader(bitmap({ ...good, width: -3 }))).toThrow(/damaged/)
  })
  it('is refused when a few bytes of run lengths claim a huge picture', () => {
    const tiny = bitmap({ ...good, compression: 1, width: 16_000, height: 16_000 })
    expect(() => decodeBmp(tiny)).toThrow(/cut off/)
  })
  it('survives run lengths that leave the picture', () => {
    const pixels = [255, 1, 0, 2, 200, 1, 255, 1, 255, 1, 0, 1]
    expect(rowsOf(bitmap({ ...good, compression: 1, pixels }))).toHaveLength(2)
  })
})
