import type { Frame } from '../../inference/sam/frame'
import type { Values } from '../../inference/sam/network'
import type { FeatureMap } from '../segmenter'

/**
 * What a network's embedding says of each place of the picture: of its maps [1, channels, height, width]
 * over the square the one with most channels (a map of places says nothing of the picture), and of that
 * the part that the picture covers.
 */
export function embeddingFeatures(values: ReadonlyMap<string, Values>, frame: Frame): FeatureMap {
  const [first, ...others] = [...values]
    .filter(([name, { dims }]) => dims.length === 4 && !name.includes('positional'))
    .map(([, map]) => map)
  if (first === undefined) return { data: new Float32Array(), channels: 0, width: 1, height: 1 }
  const { data, dims } = others.reduce(
    (most, one) => ((one.dims[1] ?? 0) > (most.dims[1] ?? 0) ? one : most),
    first,
  )
  const [, channels = 0, rows = 1, columns = 1] = dims
  const width = covered(columns, frame.width / frame.side)
  const height = covered(rows, frame.height / frame.side)
  const part = new Float32Array(channels * height * width)
  for (let line = 0; line < channels * height; line++) {
    const from = (Math.floor(line / height) * rows + (line % height)) * columns
    part.set(data.subarray(from, from + width), line * width)
  }
  return { data: part, channels, width, height }
}

const covered = (cells: number, share: number) =>
  Math.min(cells, Math.max(1, Math.round(cells * share)))
