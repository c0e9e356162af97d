import type { Bitmap } from '../../kernel/mask/bitmap'

/** Right and lower edges are the first outside. */
export interface PixelBox {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/** A mask with a bit a pixel, so that two of them are compared a word at a time. */
export interface PackedMask {
  readonly width: number
  readonly height: number
  /** [height, ceil(width / 32)] */
  readonly words: Int32Array
  readonly area: number
  /** Of no extent where the mask is empty. */
  readonly box: PixelBox
}

export function packMask({ width, height, data }: Bitmap): PackedMask {
  const stride = wordsOf(width)
  const words = new Int32Array(stride * height)
  let [x0, y0, x1, y1, area] = [width, height, 0, 0, 0]
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] !== 1) continue
      const word = y * stride + (x >> 5)
      words[word] = (words[word] ?? 0) | (1 << (x & 31))
      area++
      if (x < x0) x0 = x
      if (x >= x1) x1 = x + 1
      if (y < y0) y0 = y
      y1 = y + 1
    }
  const box = area === 0 ? { x0: 0, y0: 0, x1: 0, y1: 0 } : { x0, y0, x1, y1 }
  return { width, height, words, area, box }
}

/** Pixels that both have; both are of the same size. */
export function sharedArea(a: PackedMask, b: PackedMask): number {
  const top = Math.max(a.box.y0, b.box.y0)
  const bottom = Math.min(a.box.y1, b.box.y1)
  const left = Math.max(a.box.x0, b.box.x0)
  const right = Math.min(a.box.x1, b.box.x1)
  if (left >= right) return 0
  const stride = wordsOf(a.width)
  const [from, to] = [left >> 5, (right - 1) >> 5]
  let count = 0
  for (let y = top; y < bottom; y++)
    for (let word = y * stride + from; word <= y * stride + to; word++)
      count += bitCount((a.words[word] ?? 0) & (b.words[word] ?? 0))
  return count
}

const wordsOf = (width: number) => (width + 31) >> 5

function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return (((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}
