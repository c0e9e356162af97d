import type { Bitmap } from '../../kernel/mask/bitmap'
import type { TreeMerge } from '../../kernel/mask/cut-tree'
import type { FeatureMap } from '../segmenter'
import { averageLinkage } from './cluster'
import { contrasted, meanFeatures } from './mean-features'
import { packMask } from './packed-mask'
import { similarities } from './similarity'

/** Longest side of the raster that masks are compared on. */
export const comparedSide = 128

/**
 * In which order segments of a picture become larger ones: average linkage over overlap, containment
 * and looks (overlap and containment alone where nobody looked). Masks are all of one size.
 */
export function mergeOrder(masks: readonly Bitmap[], features: FeatureMap | null): TreeMerge[] {
  const map = features && contrasted(features)
  const looks = masks.map((bitmap) => {
    const mask = packMask(bitmap)
    return { mask, features: map ? meanFeatures(map, mask) : new Float32Array() }
  })
  return averageLinkage(similarities(looks), looks.length)
}
