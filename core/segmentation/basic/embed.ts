import { decodeFloat16, encodeFloat16 } from '../../kernel/float16'
import type { Values } from '../../inference/sam/network'
import type { Embedding, EmbeddingArray, RgbPicture } from '../segmenter'
import { type Size, gridOf } from './frame'
import type { Networks, PictureMaps } from './networks'
import { resizeToPlanes } from './resize'

/** What the backbone gives, and what the neck makes of each. */
const backboneMaps = ['map4', 'map8', 'map16', 'feature_map']
const neckMaps = ['f4', 'f8', 'f16', 'f32']
const COLOURS = 'rgb'

/** Colours are kept for every second pixel of the grid. */
const COLOUR_STEP = 2

/** Everything that depends on the picture alone: small maps of features, and colours. */
export async function embedPicture(
  { backbone, neck }: Networks,
  picture: RgbPicture,
  model: string,
): Promise<Embedding> {
  const grid = gridOf(picture)
  const planes = resizeToPlanes(picture, grid)
  const pixels = planes.map((value) => value / 127.5 - 1)
  const dims = [1, 3, grid.height, grid.width]
  const maps = await backbone.run({ pixels: { data: pixels, dims } }, backboneMaps)
  const small = await neck.run(Object.fromEntries(maps), neckMaps)
  return {
    model,
    width: picture.width,
    height: picture.height,
    arrays: [
      ...neckMaps.map((name) => kept(name, small.get(name))),
      ...[{ name: COLOURS, ...coloursOf(planes, grid) }],
    ],
  }
}

function kept(name: string, values: Values | undefined): EmbeddingArray {
  const { data, dims } = values ?? { data: new Float32Array(), dims: [0] }
  return { name, dims, data: encodeFloat16(data) }
}

/** [1, 3, height / COLOUR_STEP, width / COLOUR_STEP], each the mean of its pixels. */
function coloursOf(planes: Float32Array, { width, height }: Size) {
  const [columns, rows] = [width / COLOUR_STEP, height / COLOUR_STEP]
  const data = new Uint8Array(3 * rows * columns)
  for (let line = 0; line < 3 * rows; line++) {
    for (let x = 0; x < columns; x++) {
      const at = COLOUR_STEP * (line * width + x)
      const above = (planes[at] ?? 0) + (planes[at + 1] ?? 0)
      const below = (planes[at + width] ?? 0) + (planes[at + width + 1] ?? 0)
      data[line * columns + x] = Math.round((above + below) / 4)
    }
  }
  return { dims: [1, 3, rows, columns], data }
}

const read = new WeakMap<Embedding, PictureMaps>()

/** An embedding as the decoder takes it; worked out once. */
export function mapsOf(embedding: Embedding): PictureMaps {
  const known = read.get(embedding)
  if (known !== undefined) return known
  const maps = Object.fromEntries(
    embedding.arrays.map(({ name, dims, data }) => [name, { dims, data: asFloats(data) }]),
  )
  read.set(embedding, maps)
  return maps
}

function asFloats(data: EmbeddingArray['data']): Float32Array {
  if (data instanceof Uint16Array) return decodeFloat16(data)
  return data instanceof Uint8Array ? Float32Array.from(data, (value) => value / 127.5 - 1) : data
}
