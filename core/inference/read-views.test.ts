import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { colourChanges } from './colour-changes'
import { readViews } from './read-views'
import { shapeChanges, shift } from './shape-changes'
import { mirror } from './square'
import type { Square } from './square'
import { pictureFolder, plain, redThenBlue } from './test-pictures'
import { gridOf, isView, sideOf, squaresOf } from './views'
import type { View } from './views'

const { put } = await pictureFolder()
const halves = await put('halves.png', await redThenBlue().png().toBuffer())

async function squareOf(path: string, view: View, side = 32, seed = 1): Promise<Square> {
  const [read] = await readViews(path, [view], side, seed)
  const [square] = read?.squares ?? []
  if (!square) throw new Error('no square')
  return square
}

const colourAt = ({ pixels, side }: Square, x: number, y: number) =>
  Array.from(pixels.subarray((y * side + x) * 3, (y * side + x) * 3 + 3))

describe('the mirrored view', () => {
  it('has left and right exchanged, and is the plain one when mirrored again', async () => {
    const [whole, mirrored] = [await squareOf(halves, 'plain'), await squareOf(halves, 'mirrored')]
    expect(colourAt(whole, 2, 5)).toEqual([255, 0, 0])
    expect(colourAt(mirrored, 2, 5)).toEqual([0, 0, 255])
    expect(mirror(mirrored).pixels).toEqual(Uint8Array.from(whole.pixels))
  })

  it('mirrors grey pictures, which have one byte a pixel', () => {
    const grey = { pixels: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), side: 3 }
    expect(Array.from(mirror(grey).pixels)).toEqual([3, 2, 1, 6, 5, 4, 9, 8, 7])
  })
})

describe('tiles', () => {
  /** 2 x 2 fields of one colour each, in a picture with edges that 2 does not divide. */
  async function fields(width: number, height: number): Promise<string> {
    const colours = [
      [200, 0, 0],
      [0, 200, 0],
      [0, 0, 200],
      [200, 200, 0],
    ]
    const pixels = Buffer.alloc(width * height * 3, 255)
    const [w, h] = [Math.floor(width / 2), Math.floor(height / 2)]
    for (let y = 0; y < 2 * h; y++)
      for (let x = 0; x < 2 * w; x++)
        pixels.set(colours[2 * Math.floor(y / h) + Math.floor(x / w)] ?? [], (y * width + x) * 3)
    const picture = sharp(pixels, { raw: { width, height, channels: 3 } })
    return put(`fields-${width}x${height}.png`, await picture.png().toBuffer())
  }

  it.each([
    [200, 100],
    [201, 101],
    [2, 3],
  ])('of %i x %i pixels go row by row, and what is left over is dropped', async (w, h) => {
    const [read] = await readViews(await fields(w, h), ['tiles-2x2'], 64, 1)
    expect(read?.squares.map(({ side }) => side)).toEqual([32, 32, 32, 32])
    const middles = read?.squares.map((tile) => colourAt(tile, 16, 16))
    expect(middles).toEqual([
      [200, 0, 0],
      [0, 200, 0],
      [0, 0, 200],
      [200, 200, 0],
    ])
    // The left-over column and row are white: none of it may show at the far edge.
    expect(colourAt(read?.squares[3] ?? { pixels: new Uint8Array(0), side: 0 }, 31, 31)).toEqual([
      200, 200, 0,
    ])
  })

  it('are as many as the grid has fields, each half as wide as a whole picture', async () => {
    const [read] = await readViews(halves, ['tiles-5x5'], 320, 1)
    expect(read?.squares).toHaveLength(25)
    expect(read?.squares.every(({ side }) => side === 160)).toBe(true)
    expect([sideOf('tiles-4x4', 224), sideOf('plain', 224)]).toEqual([128, 224])
    expect([squaresOf('tiles-4x4'), squaresOf('strong-1'), gridOf('mirrored')]).toEqual([
      16,
      1,
      null,
    ])
  })

  it('are those of the upright picture', async () => {
    const turned = redThenBlue().withMetadata({ orientation: 6 }).png()
    const path = await put('turned.png', await turned.toBuffer())
    const [read] = await readViews(path, ['tiles-2x2'], 64, 1)
    const reds = read?.squares.map((tile) => (colourAt(tile, 16, 16)[0] ?? 0) > 128)
    expect(reds).toEqual([true, true, false, false])
  })
})

describe('strong views', () => {
  const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 251))
  const textured = sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })

  it('are the same every time for a picture and variant, and differ between them', async () => {
    const path = await put('noise.png', await textured.png().toBuffer())
    const seen = new Map<string, Uint8Array>()
    for (const seed of [1, 2, 900_000]) {
      for (const view of ['strong-1', 'strong-2'] as const) {
        const first = await squareOf(path, view, 64, seed)
        const again = await squareOf(path, view, 64, seed)
        expect(again.pixels).toEqual(first.pixels)
        expect(first.pixels).toHaveLength(64 * 64 * 3)
        seen.set(Buffer.from(first.pixels).toString('latin1'), first.pixels)
      }
    }
    expect(seen.size).toBe(6)
  })

  it('keep size and most of what is seen, for many seeds', async () => {
    const grey = await put('grey.png', await plain('#888888').greyscale().png().toBuffer())
    for (let seed = 1; seed <= 60; seed++) {
      const { pixels } = await squareOf(grey, 'strong-1', 32, seed)
      expect(pixels).toHaveLength(32 * 32 * 3)
      const near = pixels.filter((value) => Math.abs(value - 0x88) < 80).length
      expect(near / pixels.length, `seed ${seed}`).toBeGreaterThan(0.4)
    }
  })
})

describe('each change of a strong view', () => {
  const pixels = Uint8Array.from({ length: 48 * 48 * 3 }, (_, i) => (i * 31) % 256)
  const changes = [...colourChanges, ...shapeChanges]

  it.each([...changes.keys()])('gives a square of the same size at any amount: %i', async (i) => {
    const change = changes[i]
    for (const amount of [-1, -0.37, 0, 0.37, 1]) {
      const changed = await change?.({ pixels, side: 48 }, amount)
      expect(changed?.side).toBe(48)
      expect(changed?.pixels).toHaveLength(pixels.length)
    }
    const most = await change?.({ pixels, side: 48 }, 1)
    expect(Buffer.compare(most?.pixels ?? pixels, pixels)).not.toBe(0)
  })

  it('of place moves what it keeps', () => {
    const moved = shift({ pixels, side: 48 }, 5, -3)
    expect(colourAt(moved, 25, 7)).toEqual(colourAt({ pixels, side: 48 }, 20, 10))
    expect(colourAt(moved, 2, 7)).toEqual([127, 127, 127])
    expect(colourAt(moved, 25, 46)).toEqual([127, 127, 127])
  })
})

describe('all views of a picture', () => {
  it('come in the order they were asked for', async () => {
    const views = ['tiles-2x2', 'mirrored', 'plain', 'strong-2'] as const
    const read = await readViews(halves, views, 64, 3)
    expect(read.map(({ view }) => view)).toEqual(views)
  })

  it.each(['plain', 'tiles-4x4'] as const)(
    'of a broken file fail with its reason: %s',
    async (view) => {
      const path = await put('broken.jpg', 'no picture')
      await expect(readViews(path, [view], 32, 1)).rejects.toMatchObject({
        code: 'IMAGE_UNREADABLE',
        path,
      })
    },
  )

  it('have names that can be told from others', () => {
    const names = ['plain', 'strong-2', 'tiles-5x5', 'tiles-4x5', 'tiles-1x1', 'strong-0', 'bent']
    expect(names.filter(isView)).toEqual(['plain', 'strong-2', 'tiles-5x5'])
  })
})
