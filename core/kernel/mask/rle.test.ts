import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Ring } from './geometry'
import {
  decodeRle,
  encodeRle,
  mergeRles,
  rleArea,
  rleBox,
  rleCounts,
  rleFromCounts,
  rleFromPolygon,
  rleIou,
} from './rle'
import { drawing, drawn, speckled } from './test-bitmap'

interface MaskCase {
  width: number
  height: number
  pixels: string
  counts: string[]
  area: number
  box: [number, number, number, number]
  iou: number
  crowdIou: number
  union: string
  intersection: string
}

interface PolygonCase {
  width: number
  height: number
  points: number[]
  counts: string
}

// What scripts/pycocotools-fixture.py wrote.
const reference = JSON.parse(
  readFileSync(new URL('./fixtures/pycocotools.json', import.meta.url), 'utf8'),
) as { masks: MaskCase[]; polygons: PolygonCase[] }

const rings = (points: number[]): Ring =>
  Array.from({ length: points.length / 2 }, (_, i) => ({
    x: points[2 * i] ?? 0,
    y: points[2 * i + 1] ?? 0,
  }))

describe('run lengths', () => {
  it('go down the columns, outside first', () => {
    const mask = drawn(
      '.##', //
      '.#.',
    )
    expect([...rleCounts(encodeRle(mask))]).toEqual([2, 3, 1])
    expect([...rleCounts(encodeRle(drawn('#.', '##')))]).toEqual([0, 2, 1, 1])
    expect([...rleCounts(encodeRle(drawn('..')))]).toEqual([2])
  })

  it('are written as differences of five bits a character', () => {
    // 5 -> '5'; 40 = 01000 | 1 more -> 8 + 32 + 48 = 'X', then 1 -> '1'; 10; 7 - 40 = -33: 31 - 32 ...
    expect(rleFromCounts([5, 40, 10, 7], 1, 62).counts).toBe('5X1:oN')
    expect([...rleCounts({ width: 1, height: 62, counts: '5X1:oN' })]).toEqual([5, 40, 10, 7])
  })

  it('come back to the same pixels, also where rows are no multiple of four', () => {
    for (const width of [1, 2, 3, 4, 7, 8, 64, 65]) {
      for (const height of [1, 2, 5, 33]) {
        const mask = speckled(width, height, width * height)
        expect(decodeRle(encodeRle(mask))).toEqual(mask)
      }
    }
  })

  it('of noise at the size of a photograph come back too', () => {
    const noise = speckled(640, 480, 3)
    expect(decodeRle(encodeRle(noise))).toEqual(noise)
  })

  it('of a part of a larger buffer are those of the part', () => {
    const whole = new Uint8Array(33).fill(1)
    const part = { width: 8, height: 2, data: whole.subarray(1, 17) }
    expect([...rleCounts(encodeRle(part))]).toEqual([0, 16])
  })
})

describe('what pycocotools makes of chance', () => {
  it.each(reference.masks.map((one, i) => [i, one] as const))('is the same, mask %i', (_, one) => {
    const { width, height } = one
    const [a, b, c] = one.counts.map((counts) => ({ width, height, counts }))
    if (!a || !b || !c) throw new Error('three masks a case')
    const mask = decodeRle(a)
    expect(drawing(mask).join('')).toBe(one.pixels)
    expect(encodeRle(mask)).toEqual(a)
    expect(rleFromCounts([...rleCounts(a)], width, height)).toEqual(a)
    expect(rleArea(a)).toBe(one.area)
    const [x0, y0, w, h] = one.box
    expect(rleBox(a)).toEqual(one.area === 0 ? null : { x0, y0, x1: x0 + w, y1: y0 + h })
    expect(rleIou(a, b)).toBe(one.iou)
    expect(rleIou(a, b, true)).toBe(one.crowdIou)
    expect(mergeRles([a, b, c], 'union').counts).toBe(one.union)
    expect(mergeRles([a, b, c], 'intersection').counts).toBe(one.intersection)
  })

  it.each(reference.polygons.map((one, i) => [i, one] as const))(
    'is the same, polygon %i',
    (_, { width, height, points, counts }) => {
      expect(rleFromPolygon(rings(points), width, height).counts).toBe(counts)
    },
  )
})

describe('a polygon', () => {
  it('whose corners are those of pixels covers exactly these', () => {
    const rle = rleFromPolygon(rings([1, 1, 3, 1, 3, 3, 1, 3]), 4, 4)
    expect(drawing(decodeRle(rle))).toEqual(['....', '.##.', '.##.', '....'])
  })

  it('that crosses itself leaves open what it covers twice', () => {
    const star = rleFromPolygon(rings([0, 0, 9, 0, 9, 9, 3, 9, 3, 3, 6, 3, 6, 6, 0, 6]), 9, 9)
    expect(drawing(decodeRle(star))[4]).toBe('###...###')
  })

  it('outside the picture covers nothing', () => {
    const rle = rleFromPolygon(rings([-9, -9, -2, -9, -2, -2]), 4, 4)
    expect(rleArea(rle)).toBe(0)
    expect(rleBox(rle)).toBeNull()
  })

  it('of two points, or with corners that are no places, is refused', () => {
    expect(() => rleFromPolygon(rings([0, 0, 3, 3]), 4, 4)).toThrow(/three corners, not 2/)
    expect(() => rleFromPolygon(rings([0, 0, NaN, 3, 1, 1]), 4, 4)).toThrow(RangeError)
    expect(() => rleFromPolygon(rings([0, 0, 1e9, 3, 1, 1]), 4, 4)).toThrow(/1000000000, 3/)
  })
})

describe('what is no mask is refused', () => {
  const decoding =
    (counts: string, width = 4, height = 4) =>
    () =>
      decodeRle({ width, height, counts })

  it('when its runs do not add up', () => {
    expect(decoding('5')).toThrow('The runs of the mask are 5 pixels in all, but 4 x 4 are 16.')
    expect(decoding('')).toThrow(/0 pixels in all/)
    expect(() => rleFromCounts([3, 14], 4, 4)).toThrow(/17 pixels in all/)
  })

  it('when its text is cut off, of other letters, or of impossible runs', () => {
    expect(decoding('X')).toThrow(/cut off/)
    expect(decoding('5 ')).toThrow(/Character 2/)
    expect(decoding('5é')).toThrow(/Character 2/)
    expect(decoding('ooooooo0')).toThrow(/impossibly long/)
    expect(decoding('O')).toThrow(/impossible length, -1/)
    expect(() => rleFromCounts([-1, 17], 4, 4)).toThrow(/Run 1 .* -1/)
    expect(() => rleFromCounts([1.5, 14.5], 4, 4)).toThrow(/Run 1 .* 1.5/)
  })

  it('when its grid is none, before any memory is taken for it', () => {
    expect(decoding('0', 1e6, 1e6)).toThrow('A mask cannot be 1000000 x 1000000 pixels.')
    expect(decoding('0', -1, 4)).toThrow(RangeError)
    expect(decoding('0', 0.5, 0)).toThrow(RangeError)
  })

  it('when grids differ that are to be compared', () => {
    const [small, large] = [drawn('##'), drawn('###')].map(encodeRle)
    if (!small || !large) throw new Error('two masks')
    expect(() => rleIou(small, large)).toThrow('Masks of 2 x 1 and of 3 x 1 pixels')
    expect(() => mergeRles([small, large], 'union')).toThrow(RangeError)
    expect(() => mergeRles([], 'union')).toThrow(/no mask/)
  })
})
