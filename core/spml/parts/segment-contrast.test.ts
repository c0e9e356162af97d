import { describe, expect, it } from 'vitest'
import { segmentContrast } from './segment-contrast'
import { stretchOf } from './stretch'

/** Cells and pixels of the same size: every cell is one pixel. */
const plain = stretchOf(2, 2)
const usual = { temperature: 1, parity: false }

describe('the contrast of segments', () => {
  const cells = Float64Array.of(1, 0, 0.8, 0.6, 0, 1, 0.6, 0.8)
  const ids = Uint16Array.of(1, 1, 2, 0)

  it('as released agrees with the published numbers, gradient included', () => {
    const { loss, grads } = segmentContrast(cells, ids, plain, { temperature: 1, parity: true })
    expect(loss).toBeCloseTo(0.86037045, 8)
    const expected = [0, 0.09654203, -0.1023661, 0.13648813, 0.13916833, 0, 0, 0]
    expected.forEach((slope, i) => {
      expect(grads.cells?.[i]).toBeCloseTo(slope, 8)
    })
  })

  it('leaves out what belongs to no segment', () => {
    const { loss, grads } = segmentContrast(cells, ids, plain, usual)
    // Against the two segments' own means (3, 1) / sqrt(10) and (0, 1) only.
    expect(loss).toBeCloseTo(0.42328344, 8)
    expect([...(grads.cells ?? [])].slice(6)).toEqual([0, 0])
    const wild = Float64Array.of(...cells.subarray(0, 6), -9, 4)
    expect(segmentContrast(wild, ids, plain, usual).loss).toBeCloseTo(loss, 12)
  })

  it('does not let pictures in few segments pay for those in many', () => {
    const two = Float64Array.of(...cells, ...cells)
    const many = Uint16Array.of(1, 1, 2, 0, 1, 2, 3, 4)
    const own = segmentContrast(cells, ids, plain, usual).loss
    const other = segmentContrast(cells, many.subarray(4), plain, usual).loss
    // Three valid pixels and four.
    const both = segmentContrast(two, many, plain, usual).loss
    expect(both).toBeCloseTo((3 * own + 4 * other) / 7, 12)
    const released = segmentContrast(two, many, plain, { temperature: 1, parity: true }).loss
    expect(released).toBeGreaterThan(both)
  })

  it('knows segments by their numbers, however large', () => {
    const wide = Uint16Array.of(300, 300, 65535, 0)
    expect(segmentContrast(cells, wide, plain, usual)).toEqual(
      segmentContrast(cells, ids, plain, usual),
    )
  })

  it.each([
    ['no segment', cells, Uint16Array.of(0, 0, 0, 0)],
    ['no cell that says anything', new Float64Array(8), ids],
    ['no picture', new Float64Array(0), new Uint16Array(0)],
  ])('gives no slope with %s', (_, given, own) => {
    for (const parity of [false, true]) {
      const { loss, grads } = segmentContrast(given, own, plain, { temperature: 1, parity })
      expect(Number.isFinite(loss)).toBe(true)
      expect([...(grads.cells ?? [])].every((slope) => slope === 0)).toBe(true)
    }
  })
})
