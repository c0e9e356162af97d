import { expect, it } from 'vitest'
import { encodeRle } from '@mask/rle'
import { inkOf, paintMasks } from './paint-masks'
import type { PaintedMask } from './paint-masks'
import { edgesOf, spansOf } from './spans'

const size = { width: 4, height: 1 }

function row(signs: string, look: Partial<PaintedMask>): PaintedMask {
  const data = Uint8Array.from(signs, (sign) => (sign === '#' ? 1 : 0))
  const spans = spansOf(encodeRle({ width: signs.length, height: 1, data }), {
    width: signs.length,
    height: 1,
  })
  const usual = { colour: '#102030', fill: 0.4, edge: 1, dashed: false }
  return { ...usual, spans, edges: edgesOf(spans), ...look }
}

it('writes red, green, blue and strength as an ImageData has them', () => {
  const bytes = new Uint8Array(Uint32Array.of(inkOf('#102030', 0.5)).buffer)
  expect([...bytes]).toEqual([0x10, 0x20, 0x30, 128])
  expect(inkOf('no colour', 1)).toBe(inkOf('#888888', 1))
})

it('paints the last mask on top and forgets what was there', () => {
  const pixels = new Uint32Array(4).fill(7)
  paintMasks(pixels, size, [row('###.', {}), row('.#..', { colour: '#ff0000' })])
  const ink = inkOf('#102030', 1)
  expect([...pixels]).toEqual([ink, inkOf('#ff0000', 1), ink, 0])
})

it('breaks the outline of what nobody has said yes to', () => {
  const pixels = new Uint32Array(8)
  paintMasks(pixels, { width: 8, height: 1 }, [row('########', { fill: 0, dashed: true })])
  expect([...pixels].map((ink) => ink !== 0)).toEqual([
    ...Array<boolean>(4).fill(true),
    ...Array<boolean>(4).fill(false),
  ])
})
