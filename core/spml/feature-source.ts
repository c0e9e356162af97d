import { measureScaling, standardise } from './standardise'
import type { Scaling } from './standardise'
import type { MapReader } from './train-input'

/** Standardised vectors of images: `positions` of them for each, of `width` numbers. */
export type FeatureSource = {
  positions: number
  width: number
  images: number
  read: (rows: Uint32Array, signal: AbortSignal) => Promise<Float32Array>
}

/** One pooled vector an image. features [N, D]. */
export function pooledSource(
  features: Float32Array,
  images: number,
  scaling: Scaling,
): FeatureSource {
  const width = scaling.mean.length
  const read = (rows: Uint32Array): Promise<Float32Array> => {
    const batch = new Float32Array(rows.length * width)
    rows.forEach((row, i) => {
      batch.set(features.subarray(row * width, (row + 1) * width), i * width)
    })
    return Promise.resolve(standardise(batch, scaling))
  }
  return { positions: 1, width, images, read }
}

/** Every position of each image's feature map. */
export function mapSource(maps: MapReader, images: number, scaling: Scaling): FeatureSource {
  return {
    positions: maps.positions,
    width: maps.channels,
    images,
    read: async (rows, signal) => {
      // A copy: the reader may hand out its cache.
      const batch = (await maps.read(rows, signal)).slice()
      return standardise(batch, scaling)
    },
  }
}

/** Scaling of what a head reads; for maps that of the channels' means, which come first in a row. */
export function scalingFor(
  features: Float32Array,
  images: number,
  maps: MapReader | null,
): Scaling {
  const width = features.length / images
  return measureScaling(features, width, maps?.channels ?? width)
}
