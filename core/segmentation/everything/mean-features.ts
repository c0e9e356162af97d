import type { Bitmap } from '../../kernel/mask/bitmap'
import type { FeatureMap } from '../segmenter'

/**
 * A map as differences from the picture's average, each channel in its own standard deviations: what all
 * of a picture has in common makes no two parts of it alike.
 */
export function contrasted({ data, channels, width, height }: FeatureMap): FeatureMap {
  const size = width * height
  const result = new Float32Array(data.length)
  for (let c = 0; c < channels; c++) {
    const channel = data.subarray(c * size, (c + 1) * size)
    const mean = channel.reduce((sum, x) => sum + x, 0) / size
    const spread = Math.sqrt(channel.reduce((sum, x) => sum + (x - mean) ** 2, 0) / size)
    if (spread > 0)
      result.set(
        channel.map((x) => (x - mean) / spread),
        c * size,
      )
  }
  return { data: result, channels, width, height }
}

/** The mean [channels] of a map's cells over the pixels of a mask; zeros for an empty one. */
export function meanFeatures(map: FeatureMap, mask: Bitmap): Float32Array {
  const size = map.width * map.height
  const counts = new Float32Array(size)
  let area = 0
  for (let y = 0; y < mask.height; y++) {
    const row = Math.floor(((y + 0.5) * map.height) / mask.height) * map.width
    for (let x = 0; x < mask.width; x++) {
      if (mask.data[y * mask.width + x] !== 1) continue
      const cell = row + Math.floor(((x + 0.5) * map.width) / mask.width)
      counts[cell] = (counts[cell] ?? 0) + 1
      area++
    }
  }
  const cells = Uint32Array.from(counts.keys()).filter((cell) => (counts[cell] ?? 0) > 0)
  return Float32Array.from({ length: map.channels }, (_, c) => {
    let sum = 0
    for (const cell of cells) sum += (counts[cell] ?? 0) * (map.data[c * size + cell] ?? 0)
    return area === 0 ? 0 : sum / area
  })
}
