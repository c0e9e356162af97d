import type { RgbPicture } from '../segmenter'
import type { Size } from './frame'

/**
 * A picture at another size as planes [3, height, width] of 0..255: a triangle filter as wide as what a
 * pixel covers, so that nothing is skipped where the picture gets smaller.
 */
export function resizeToPlanes(picture: RgbPicture, to: Size): Float32Array {
  const lines = mixColumns(picture, to.width)
  const rows = sharesOf(picture.height, to.height)
  const planes = new Float32Array(3 * to.width * to.height)
  const line = to.width
  for (let c = 0; c < 3; c++) {
    for (const [y, { first, shares }] of rows.entries()) {
      const out = (c * to.height + y) * line
      for (const [i, share] of shares.entries()) {
        const from = (c * picture.height + first + i) * line
        for (let x = 0; x < line; x++)
          planes[out + x] = (planes[out + x] ?? 0) + share * (lines[from + x] ?? 0)
      }
    }
  }
  return planes
}

/** [3, picture.height, width] */
function mixColumns({ data, width: across, height }: RgbPicture, width: number): Float32Array {
  const columns = sharesOf(across, width)
  const mixed = new Float32Array(3 * height * width)
  for (let y = 0; y < height; y++) {
    for (const [x, { first, shares }] of columns.entries()) {
      for (let c = 0; c < 3; c++) {
        let sum = 0
        let at = (y * across + first) * 3 + c
        for (const share of shares) {
          sum += share * (data[at] ?? 0)
          at += 3
        }
        mixed[(c * height + y) * width + x] = sum
      }
    }
  }
  return mixed
}

interface Shares {
  readonly first: number
  readonly shares: readonly number[]
}

function sharesOf(from: number, to: number): Shares[] {
  const scale = from / to
  const reach = Math.max(1, scale)
  return Array.from({ length: to }, (_, place) => {
    const middle = (place + 0.5) * scale - 0.5
    const first = Math.max(0, Math.floor(middle - reach) + 1)
    const end = Math.min(from, Math.ceil(middle + reach))
    const parts = Array.from(
      { length: end - first },
      (_, i) => reach - Math.abs(first + i - middle),
    )
    const sum = parts.reduce((total, part) => total + part, 0)
    return { first, shares: parts.map((part) => part / sum) }
  })
}
