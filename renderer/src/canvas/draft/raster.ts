import type { Bitmap } from '@mask/bitmap'
import type { PixelBox } from '../live-bitmap'

/** A place on a mask's grid in pixels, fractions allowed; a pixel's own corners are whole numbers. */
export interface GridPoint {
  readonly x: number
  readonly y: number
}

/**
 * Sets every pixel whose middle lies within `radius` of the line between two points; returns the
 * pixels that it may have changed. At least the pixel under each point is set.
 */
export function stampLine(
  bitmap: Bitmap,
  from: GridPoint,
  to: GridPoint,
  radius: number,
  value: 0 | 1,
): PixelBox {
  const reach = Math.max(radius, 0.71)
  const box = clip(bitmap, {
    x0: Math.floor(Math.min(from.x, to.x) - reach),
    y0: Math.floor(Math.min(from.y, to.y) - reach),
    x1: Math.ceil(Math.max(from.x, to.x) + reach),
    y1: Math.ceil(Math.max(from.y, to.y) + reach),
  })
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const length = dx * dx + dy * dy
  for (let y = box.y0; y < box.y1; y++) {
    for (let x = box.x0; x < box.x1; x++) {
      const [px, py] = [x + 0.5 - from.x, y + 0.5 - from.y]
      const along = length === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length))
      const [ox, oy] = [px - along * dx, py - along * dy]
      if (ox * ox + oy * oy <= reach * reach) bitmap.data[y * bitmap.width + x] = value
    }
  }
  return box
}

/** What lies within the bitmap; may be empty. */
export function clip({ width, height }: Bitmap, box: PixelBox): PixelBox {
  const x0 = Math.min(width, Math.max(0, box.x0))
  const y0 = Math.min(height, Math.max(0, box.y0))
  return {
    ...{ x0, y0 },
    x1: Math.max(x0, Math.min(width, box.x1)),
    y1: Math.max(y0, Math.min(height, box.y1)),
  }
}

/** `target` and `other` of one grid: what either covers, or what of `target` the other does not. */
export function combine(target: Bitmap, other: Bitmap, how: 'add' | 'subtract'): void {
  for (let at = 0; at < target.data.length; at++) {
    if (other.data[at] === 1) target.data[at] = how === 'add' ? 1 : 0
  }
}

/** Pixels inside. */
export function areaOf({ data }: Bitmap): number {
  let area = 0
  for (const value of data) area += value
  return area
}
