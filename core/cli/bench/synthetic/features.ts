import { encodeFloat16 } from '../../../kernel/float16'
import { RandomState } from '../../../kernel/rng'
import { FeatureCache, type CacheShape } from '../../../features/feature-cache'
import type { ImageId } from '../../../contract/ids'

const inBlock = 1000

/** Pooled features by chance, so that nobody waits an hour for a network to look at the pictures. */
export async function makeFeatures(
  directory: string,
  shape: CacheShape,
  images: readonly ImageId[],
  seed: number,
): Promise<void> {
  const cache = await FeatureCache.open(directory, shape)
  try {
    const rng = new RandomState(seed)
    const dim = cache.pooled.rowLength
    for (let start = 0; start < images.length; start += inBlock) {
      const ids = images.slice(start, start + inBlock)
      const rows = Float32Array.from({ length: ids.length * dim }, () => rng.uniform())
      await cache.pooled.append(ids, encodeFloat16(rows))
    }
  } finally {
    await cache.close()
  }
}
