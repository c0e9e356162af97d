import { expect, it } from 'vitest'
import { emptyBitmap } from '@mask/bitmap'
import { areaOf, combine, stampLine } from './raster'

it('paints a disc of about its area, and a capsule along a line', () => {
  const bitmap = emptyBitmap(60, 40)
  stampLine(bitmap, { x: 20, y: 20 }, { x: 20, y: 20 }, 8, 1)
  expect(Math.abs(areaOf(bitmap) - Math.PI * 64)).toBeLessThan(12)
  stampLine(bitmap, { x: 20, y: 20 }, { x: 40, y: 20 }, 8, 1)
  expect(Math.abs(areaOf(bitmap) - Math.PI * 64 - 320)).toBeLessThan(20)
})

it('paints at least the pixel under the point, and tells where', () => {
  const bitmap = emptyBitmap(5, 5)
  const box = stampLine(bitmap, { x: 2.5, y: 2.5 }, { x: 2.5, y: 2.5 }, 0, 1)
  expect(areaOf(bitmap)).toBe(1)
  expect(box.x0).toBeLessThanOrEqual(2)
  expect(box.x1).toBeGreaterThan(2)
})

it('leaves out what lies beside the picture', () => {
  const bitmap = emptyBitmap(5, 5)
  const box = stampLine(bitmap, { x: -40, y: -40 }, { x: -20, y: 90 }, 3, 1)
  expect(areaOf(bitmap)).toBe(0)
  expect(box).toEqual({ x0: 0, y0: 0, x1: 0, y1: 5 })
})

it('adds one mask to another and takes it out', () => {
  const one = { width: 4, height: 1, data: Uint8Array.of(1, 1, 0, 0) }
  combine(one, { width: 4, height: 1, data: Uint8Array.of(0, 1, 1, 0) }, 'add')
  expect([...one.data]).toEqual([1, 1, 1, 0])
  combine(one, { width: 4, height: 1, data: Uint8Array.of(1, 0, 0, 1) }, 'subtract')
  expect([...one.data]).toEqual([0, 1, 1, 0])
})
