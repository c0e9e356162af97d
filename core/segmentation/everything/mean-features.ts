import type { FeatureMap } from '../segmenter'
import type { PackedMask } from './packed-mask'

/**
 * A map as differences from the picture's average, each channel in its own standard deviations: what all
 * of a picture has in common makes no two parts of it alike.
 */
export function contrasted({ data, channels, width, height }: FeatureMap): FeatureMap {
  const size = width * height
  const result = new Float32Array(data.length)
  for (let c = 0; c < channels; c++) {
    const channel = data.subarray(c * size, (c + 1) * size)
    let [sum, squares] = [0, 0]
    for (let i = 0; i < size; i++) sum += channel[i] ?? 0
    const mean = sum / size
    for (let i = 0; i < size; i++) squares += ((channel[i] ?? 0) - mean) ** 2
    const scale = squares > 0 ? 1 / Math.sqrt(squares / size) : 0
    for (let i = 0; i < size; i++) result[c * size + i] = ((channel[i] ?? 0) - mean) * scale
  }
  return { data: result, channels, width, height }
}

/** The mean [channels] of a map's cells over the pixels of a mask; zeros for an empty one. */
export function meanFeatures(map: FeatureMap, mask: PackedMask): Float32Array {
  const { cells, counts } = cellsUnder(map, mask)
  const size = map.width * map.height
  const means = new Float32Array(map.channels)
  for (let c = 0; c < map.channels && mask.area > 0; c++) {
    let sum = 0
    for (let i = 0; i < cells.length; i++)
      sum += (counts[i] ?? 0) * (map.data[c * size + (cells[i] ?? 0)] ?? 0)
    means[c] = sum / mask.area
  }
  return means
}

/** The cells of a map that a mask lies on, and how many of its pixels lie on each. */
function cellsUnder(map: FeatureMap, { width, height, words, box }: PackedMask) {
  const pixels = new Uint32Array(map.width * map.height)
  const stride = words.length / height
  const cellOf = Uint32Array.from({ length: width }, (_, x) =>
    Math.floor(((x + 0.5) * map.width) / width),
  )
  for (let y = box.y0; y < box.y1; y++) {
    const row = Math.floor(((y + 0.5) * map.height) / height) * map.width
    for (let x = box.x0; x < box.x1; x++) {
      if ((((words[y * stride + (x >> 5)] ?? 0) >>> (x & 31)) & 1) === 0) continue
      const cell = row + (cellOf[x] ?? 0)
      pixels[cell] = (pixels[cell] ?? 0) + 1
    }
  }
  const cells: number[] = []
  const counts: number[] = []
  for (let cell = 0; cell < pixels.length; cell++) {
    const count = pixels[cell] ?? 0
    if (count === 0) continue
    cells.push(cell)
    counts.push(count)
  }
  return { cells, counts }
}
