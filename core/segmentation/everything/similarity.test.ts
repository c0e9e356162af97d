import { expect, it } from 'vitest'
import { packMask, sharedArea } from './packed-mask'
import { similarities } from './similarity'

/** Pixels of one row of 40. */
function maskOf(from: number, to: number) {
  const data = new Uint8Array(40).map((_, i) => (i >= from && i <= to ? 1 : 0))
  return packMask({ width: 40, height: 1, data })
}

const [a, b, c, d] = [maskOf(0, 9), maskOf(0, 7), maskOf(8, 11), maskOf(20, 29)]
const alone = new Float32Array()

it('takes the IoU, or containment and looks, whichever says more', () => {
  const bare = similarities([a, b, c, d].map((mask) => ({ mask, features: alone })))
  expect([...bare.subarray(0, 4)]).toEqual([1, 0.8, expect.closeTo(0.25, 9), 0])
  const [x, y] = [Float32Array.of(3, 0), Float32Array.of(0.6, 0.8)]
  const looks = [a, b, c, d].map((mask, i) => ({ mask, features: i === 0 ? x : y }))
  const [self, ab, ac, ad] = similarities(looks)
  // IoU .8 against (1 + .6) / 2; IoU 2 / 12 against (.5 + .6) / 2; nothing shared against .6 / 2.
  expect(self).toBe(1)
  expect(ab).toBeCloseTo(0.8, 6)
  expect(ac).toBeCloseTo(0.55, 6)
  expect(ad).toBeCloseTo(0.3, 6)
})

it('does not let something huge swallow what is tiny', () => {
  const mask = (from: number, to: number) => {
    const data = new Uint8Array(1000).map((_, i) => (i >= from && i <= to ? 1 : 0))
    return packMask({ width: 1000, height: 1, data })
  }
  const features = Float32Array.of(1, 1)
  const [huge, part, speck] = [mask(0, 999), mask(0, 99), mask(0, 9)]
  const [, toPart, toSpeck] = similarities(
    [huge, part, speck].map((one) => ({ mask: one, features })),
  )
  expect(toPart).toBeCloseTo(1, 6)
  // A fifth of a twentieth: half of that, and half for looking the same.
  expect(toSpeck).toBeCloseTo(0.6, 6)
})

it('is never less than nothing, however unlike two segments look', () => {
  const looks = [
    { mask: a, features: Float32Array.of(1, 0) },
    { mask: d, features: Float32Array.of(-1, 0) },
  ]
  expect([...similarities(looks)]).toEqual([1, 0, 0, 1])
})

it('counts shared pixels as a walk over both does, in any word and row', () => {
  const [width, height] = [77, 9]
  const maps = [3, 5, 11].map((step) => {
    const data = new Uint8Array(width * height).map((_, i) => ((i * i) % step < 2 ? 1 : 0))
    return { width, height, data }
  })
  for (const one of maps)
    for (const other of maps) {
      const plain = one.data.filter((inside, i) => inside === 1 && other.data[i] === 1).length
      expect(sharedArea(packMask(one), packMask(other))).toBe(plain)
    }
})
