import type { Bitmap, Rle } from './bitmap'
import { packCounts } from './counts'
import { checkSize, rleCounts } from './runs'

export { rleFromPolygon } from './polygon-rle'
export { mergeRles, rleIou } from './rle-algebra'
export { type MaskBox, rleArea, rleBox, rleCounts, rleFromCounts } from './runs'

/** The run lengths of a mask, bit for bit those of COCO's own tools. */
export function encodeRle(bitmap: Bitmap): Rle {
  const { width, height } = bitmap
  checkSize(width, height)
  const changes = changesOf(bitmap)
  const counts = new Uint32Array(changes.length + 1)
  let last = 0
  for (let i = 0; i < changes.length; i++) {
    const change = changes[i] ?? 0
    counts[i] = change - last
    last = change
  }
  counts[changes.length] = width * height - last
  return { width, height, counts: packCounts(counts) }
}

/**
 * The mask of run lengths. Throws a RangeError when they are no text of COCO's or do not add up to
 * the pixels of the grid.
 */
export function decodeRle(rle: Rle): Bitmap {
  const { width, height } = rle
  const counts = rleCounts(rle)
  const data = new Uint8Array(width * height)
  let at = 0
  for (let i = 0; i + 1 < counts.length; i += 2) {
    const start = at + (counts[i] ?? 0)
    at = start + (counts[i + 1] ?? 0)
    if (at > start) markRun(data, width, height, start, at)
  }
  spreadDown(data, width)
  return { width, height, data }
}

/**
 * Where the mask changes, as places x * height + y in rising order. Rows are compared with the row
 * above them, since a walk down the columns would miss the processor's cache at every step.
 */
function changesOf({ width, height, data }: Bitmap): Int32Array {
  const perColumn = new Int32Array(width + 1)
  let places = new Int32Array(1024)
  let count = 0
  const add = (x: number, y: number): void => {
    if (count === places.length) {
      const larger = new Int32Array(2 * count)
      larger.set(places)
      places = larger
    }
    places[count++] = x * height + y
    perColumn[x + 1] = (perColumn[x + 1] ?? 0) + 1
  }
  const lastRow = (height - 1) * width
  for (let x = 0; x < width && height > 0; x++) {
    const before = x === 0 ? 0 : data[lastRow + x - 1]
    if (data[x] !== before) add(x, 0)
  }
  const quads = wordsOf(data, width)
  const rowQuads = width >> 2
  for (let y = 1; y < height; y++) {
    const row = y * width
    if (quads === null) {
      for (let x = 0; x < width; x++) if (data[row + x] !== data[row - width + x]) add(x, y)
      continue
    }
    for (let q = 0, at = y * rowQuads; q < rowQuads; q++, at++) {
      if (quads[at] === quads[at - rowQuads]) continue
      for (let x = 4 * q; x < 4 * q + 4; x++) if (data[row + x] !== data[row - width + x]) add(x, y)
    }
  }
  return byColumn(places.subarray(0, count), perColumn, height)
}

/** Sorts places that already rise within each column. */
function byColumn(places: Int32Array, perColumn: Int32Array, height: number): Int32Array {
  for (let x = 1; x < perColumn.length; x++) {
    perColumn[x] = (perColumn[x] ?? 0) + (perColumn[x - 1] ?? 0)
  }
  const sorted = new Int32Array(places.length)
  for (const place of places) {
    const x = Math.floor(place / height)
    const at = perColumn[x] ?? 0
    sorted[at] = place
    perColumn[x] = at + 1
  }
  return sorted
}

/** Marks in every column where the run start..end begins and where it ends. */
function markRun(data: Uint8Array, width: number, height: number, start: number, end: number) {
  const first = Math.floor(start / height)
  const last = Math.floor(end / height)
  const flip = (at: number): void => {
    data[at] = (data[at] ?? 0) ^ 1
  }
  flip((start - first * height) * width + first)
  for (let x = first + 1; x <= last && x < width; x++) flip(x)
  if (last < width) flip((end - last * height) * width + last)
}

/** Each row becomes itself xor the row above: what lies between two marks of a column is inside. */
function spreadDown(data: Uint8Array, width: number): void {
  const words = wordsOf(data, width)
  const rows = words ?? data
  const stride = words === null ? width : width >> 2
  for (let i = stride; i < rows.length; i++) rows[i] = (rows[i] ?? 0) ^ (rows[i - stride] ?? 0)
}

/** Four pixels a number, where rows are made of whole ones. */
function wordsOf(data: Uint8Array, width: number): Uint32Array | null {
  if (width % 4 !== 0 || data.byteOffset % 4 !== 0) return null
  return new Uint32Array(data.buffer, data.byteOffset, data.length >> 2)
}
