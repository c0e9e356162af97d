import type { Segmenter } from '../segmenter'
import { embedPicture } from './embed'
import { featuresOf } from './features'
import { GRID_SIDE } from './frame'
import { guessMany, guessOne } from './guess'
import { type BasicOptions, openNetworks } from './networks'

const ID = 'basic'

/**
 * The segmenter that comes with Singlet: a small decoder over maps of its own backbone. Quick, and
 * rougher than networks of the SAM family. Throws MODEL_MISSING or MODEL_INVALID.
 */
export async function openBasic(options: BasicOptions = {}): Promise<Segmenter> {
  const networks = await openNetworks(options)
  const { backbone, neck, decoder } = networks
  return {
    id: ID,
    side: GRID_SIDE,
    async embed(picture, signal) {
      signal?.throwIfAborted()
      return embedPicture(networks, picture, ID)
    },
    async guess(embedding, prompt, signal) {
      signal?.throwIfAborted()
      return guessOne(decoder, embedding, prompt)
    },
    async guessEach(embedding, points, signal) {
      return guessMany(decoder, embedding, points, signal)
    },
    features: featuresOf,
    async close() {
      for (const network of [backbone, neck, decoder]) await network.close()
    },
  }
}
