import { measureScaling, standardise } from './standardise'
import type { Scaling } from './standardise'

/** Standardised vectors of images, read by rows. */
export type FeatureSource = {
  images: number
  scaling: Scaling
  /** [rows, used columns], one row after the other. */
  read: (rows: Uint32Array) => Float32Array
}

/**
 * The first `used` columns of pooled features [N, width], standardised by `scaling` or, without one, by
 * their own mean and spread.
 */
export function featureSource(
  features: Float32Array,
  images: number,
  used: number,
  scaling?: Scaling,
): FeatureSource {
  const width = features.length / images
  const own = scaling ?? measureScaling(features, width, used)
  const read = (rows: Uint32Array): Float32Array => {
    const batch = new Float32Array(rows.length * used)
    rows.forEach((row, i) => {
      batch.set(features.subarray(row * width, row * width + used), i * used)
    })
    return standardise(batch, own)
  }
  return { images, scaling: own, read }
}
