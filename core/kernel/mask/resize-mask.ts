import type { Bitmap } from './bitmap'

/** The mask on another grid of the same picture: each pixel takes the one that its middle falls on. */
export function resizeMask(bitmap: Bitmap, width: number, height: number): Bitmap {
  if (width === bitmap.width && height === bitmap.height) return bitmap
  const data = new Uint8Array(width * height)
  const columns = Int32Array.from({ length: width }, (_, x) => nearest(x, width, bitmap.width))
  for (let y = 0, i = 0; y < height; y++) {
    const row = nearest(y, height, bitmap.height) * bitmap.width
    for (let x = 0; x < width; x++, i++) data[i] = bitmap.data[row + (columns[x] ?? 0)] ?? 0
  }
  return { width, height, data }
}

const nearest = (at: number, size: number, from: number): number =>
  Math.min(from - 1, Math.floor(((at + 0.5) * from) / size))
