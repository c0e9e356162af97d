import type { CacheShape } from '../../features/feature-cache'
import type { ImageFile } from '../../features/wanted-image'
import type { UnreadableImage } from '../../features/extract'
import type { Provider } from '../../inference/providers'
import type { View } from '../../inference/views'
import type { Call } from '../worker-channel'

/** One picture and the backbone that looks at it. */
export interface LookAt {
  readonly backbone: string
  readonly side: number
  readonly path: string
}

/** What the inference worker can be asked. onnxruntime blocks its thread, so it has one of its own. */
export interface InferenceCalls {
  /** Loads a backbone and says how its features are cached. Throws MODEL_MISSING, MODEL_INVALID. */
  shape: Call<{ backbone: string; side: number }, CacheShape>
  /** Computes what is missing in the cache. */
  extract: Call<
    {
      backbone: string
      side: number
      featuresDirectory: string
      root: string
      images: readonly ImageFile[]
      views: readonly View[]
      /** Views whose whole maps are kept too. */
      maps: readonly View[]
      /** Keep a few cells of the plain view's map. */
      cells: boolean
      /** What computes, where there is much to do. */
      provider: Provider
    },
    /** `note`: what did not go as it should have, in a sentence. */
    { failed: readonly UnreadableImage[]; note: string | null },
    { done: number; total: number }
  >
  /** A feature map of one picture: [channels, height, width]. */
  look: Call<LookAt, { map: Float32Array; channels: number; height: number; width: number }>
  /** The feature map [positions, channels] of a picture of the mean colour. */
  empty: Call<{ backbone: string; side: number }, Float32Array>
  /** Logits [pictures, classes] that a classifier file gives, to compare with its run's scores. */
  classify: Call<{ file: string; side: number; paths: string[] }, Float32Array[]>
}
