import { expect, it } from 'vitest'
import { stabilityOf, toBitmap } from './rasterise'

const raster = (width: number, ...logits: number[]) => ({
  logits: Float32Array.from(logits),
  ...{ width, height: logits.length / width },
})

/** Every pixel, each on its own and slowly. */
function plainly({ logits, width, height }: ReturnType<typeof raster>, w: number, h: number) {
  const inside = (x: number, y: number) => {
    const sx = Math.min(width - 1, Math.max(0, ((x + 0.5) * width) / w - 0.5))
    const sy = Math.min(height - 1, Math.max(0, ((y + 0.5) * height) / h - 0.5))
    const [cx, cy] = [Math.floor(sx), Math.floor(sy)]
    const at = (i: number, j: number) =>
      logits[Math.min(height - 1, j) * width + Math.min(width - 1, i)] ?? 0
    const mix = (a: number, b: number, share: number) => a + (b - a) * share
    const value = mix(
      mix(at(cx, cy), at(cx, cy + 1), sy - cy),
      mix(at(cx + 1, cy), at(cx + 1, cy + 1), sy - cy),
      sx - cx,
    )
    return value > 1e-6 ? 1 : value < -1e-6 ? 0 : null
  }
  return Array.from({ length: w * h }, (_, i) => inside(i % w, Math.floor(i / w)))
}

it('puts the edge where the logits between two pixels are nought', () => {
  // 3 to -1 over four pixels: -1/4 1/4 3/4 ... of the way, nought at three quarters.
  expect([...toBitmap(raster(2, 3, -1), 8, 1).data]).toEqual([1, 1, 1, 1, 1, 0, 0, 0])
  expect([...toBitmap(raster(1, -1, 3), 1, 8).data]).toEqual([0, 0, 0, 1, 1, 1, 1, 1])
})

it.each([
  [7, 5, 23, 31],
  [9, 4, 9, 4],
  [16, 12, 5, 3],
  [1, 1, 4, 6],
  [3, 40, 300, 2],
])('says of every pixel what the sum says: %i x %i at %i x %i', (w, h, toWidth, toHeight) => {
  for (let seed = 1; seed < 6; seed++) {
    const logits = Array.from({ length: w * h }, (_, i) => Math.sin(seed * 7.3 + i * i * 0.37))
    const [x, y] = [seed % w, (seed * 3) % h]
    const few = logits.map((value, i) =>
      Math.abs((i % w) - x) + Math.abs(Math.floor(i / w) - y) < 4 ? value : -0.6,
    )
    for (const given of [logits, few]) {
      const bits = toBitmap(raster(w, ...given), toWidth, toHeight)
      const expected = plainly(raster(w, ...given), toWidth, toHeight)
      expect(expected.map((bit, i) => (bit === null ? null : bits.data[i]))).toEqual(expected)
    }
  }
})

it('is empty where nothing is positive, not even NaN', () => {
  expect([...toBitmap(raster(2, 0, -1, NaN, -3), 3, 3).data]).toEqual(Array(9).fill(0))
})

it('is as stable as the share of the mask that a higher threshold leaves', () => {
  expect(stabilityOf({ logits: Float32Array.of(2, 1.5, 0.5, -0.5, -2) })).toBe(0.5)
  expect(stabilityOf({ logits: Float32Array.of(2, -0.5) }, 0.1)).toBe(1)
  expect(stabilityOf({ logits: Float32Array.of(-5, -6) })).toBe(0)
})
