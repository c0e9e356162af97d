import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { evidenceMap, renderHeatMap } from './heat-map'

describe('evidenceMap', () => {
  // Two channels at four positions [C, positions].
  const map = Float32Array.from([0, 1, 2, 3, 4, 0, 0, 0])

  it('shows where the channels lie that a class looks at', () => {
    const mean = Float32Array.from([1, 0])
    const none = new Float32Array(2)
    expect([...evidenceMap(map, 4, { mean, gem: none })]).toEqual(
      [0, 1, 2, 3].map((x) => Math.fround(x / 3)),
    )
    expect([...evidenceMap(map, 4, { mean: none, gem: Float32Array.from([0, 1]) })]).toEqual([
      1, 0, 0, 0,
    ])
  })

  it('takes away what the average picture has', () => {
    const weights = { mean: Float32Array.from([1, 0]), gem: new Float32Array(2), offset: 2 }
    expect([...evidenceMap(map, 4, weights)]).toEqual([0, 0, 0, 1])
  })

  it('splits a GeM score over positions in proportion to cubes', () => {
    const gem = Float32Array.from([1, 0])
    const shares = evidenceMap(map, 4, { mean: new Float32Array(2), gem })
    expect(shares[1]).toBeCloseTo(1 / 27, 6)
    expect(shares[2]).toBeCloseTo(8 / 27, 6)
  })

  it('is empty when nothing speaks for the class, or there is nothing at all', () => {
    const against = { mean: Float32Array.from([-1, -1]), gem: new Float32Array(2) }
    expect([...evidenceMap(map, 4, against)]).toEqual([0, 0, 0, 0])
    expect([...evidenceMap(new Float32Array(8), 4, against)]).toEqual([0, 0, 0, 0])
  })
})

describe('renderHeatMap', () => {
  it('draws a transparent picture, clear where there is nothing and amber where there is much', async () => {
    const png = await renderHeatMap(Float32Array.from([0, 0, 1, 1]), 2, 2, 64, 32)
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height, info.channels, info.format]).toEqual([64, 32, 4, 'raw'])
    expect(data[3]).toBe(0)
    const bottom = [...data.subarray(data.length - 4)]
    expect(bottom[3]).toBeGreaterThan(150)
    expect(bottom[0]).toBeGreaterThan(bottom[2] ?? 255)
  })

  it('grows smoothly in opacity', async () => {
    const png = await renderHeatMap(Float32Array.from([0, 0.5, 1]), 3, 1, 90, 1)
    const data = await sharp(png).raw().toBuffer()
    const alpha = Array.from({ length: 90 }, (_, x) => data[x * 4 + 3] ?? 0)
    expect(alpha).toEqual([...alpha].sort((a, b) => a - b))
    expect(new Set(alpha).size).toBeGreaterThan(20)
  })

  it('bounds its size and survives a single position', async () => {
    const png = await renderHeatMap(Float32Array.from([0.7]), 1, 1, 9000, 2)
    expect(await sharp(png).metadata()).toMatchObject({ width: 4096, height: 2 })
  })
})
