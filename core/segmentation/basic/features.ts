import type { Embedding, FeatureMap } from '../segmenter'
import { mapsOf } from './embed'

/** Of strides 8 and 16: textures and parts of things. */
const [fine, coarse] = ['f8', 'f16'] as const

/** The neck's maps of two strides on the finer one's grid: [channels of both, height, width]. */
export function featuresOf(embedding: Embedding): FeatureMap {
  const maps = mapsOf(embedding)
  const [near, far] = [planesOf(maps[fine]), planesOf(maps[coarse])]
  const { width, height } = near
  const data = new Float32Array((near.channels + far.channels) * width * height)
  data.set(near.data)
  for (let line = 0; line < far.channels * height; line++) {
    const [channel, y] = [Math.floor(line / height), line % height]
    const row = (channel * far.height + Math.floor((y * far.height) / height)) * far.width
    const to = (near.channels * height + line) * width
    for (let x = 0; x < width; x++)
      data[to + x] = far.data[row + Math.floor((x * far.width) / width)] ?? 0
  }
  return { data, channels: near.channels + far.channels, width, height }
}

function planesOf(map: { data: Float32Array; dims: readonly number[] } | undefined) {
  const { data, dims } = map ?? { data: new Float32Array(), dims: [] }
  const [, channels = 0, height = 0, width = 0] = dims
  return { data, channels, height, width }
}
