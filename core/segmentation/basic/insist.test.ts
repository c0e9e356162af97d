import { describe, expect, it } from 'vitest'
import { insist } from './insist'

const grid = { width: 64, height: 64 }
const size = { width: 32, height: 32 }
const raster = (value: number) => ({ ...size, logits: new Float32Array(32 * 32).fill(value) })

describe('a click', () => {
  it('is inside, or outside, whatever the networks say', () => {
    const one = raster(-3)
    insist(one, [{ x: 20, y: 40, positive: true }], grid)
    expect(one.logits[20 * 32 + 10]).toBeGreaterThan(0)
    expect(one.logits[20 * 32 + 20]).toBe(-3)
    const other = raster(3)
    insist(other, [{ x: 20, y: 40, positive: false }], grid)
    expect(other.logits[20 * 32 + 10]).toBeLessThan(0)
    expect(other.logits[20 * 32 + 20]).toBe(3)
  })

  it('changes nothing where all agree', () => {
    const one = raster(3)
    insist(one, [{ x: 20, y: 40, positive: true }], grid)
    expect(one).toEqual(raster(3))
  })

  it('counts in the corners of the picture too', () => {
    const one = raster(-3)
    insist(one, [{ x: 64, y: 64, positive: true }], grid)
    expect(one.logits.at(-1)).toBeGreaterThan(0)
  })
})
