import { Failure } from '../contract/failures'
import { decodeSquare } from '../inference/decode'

export interface ImageFile {
  readonly id: number
  readonly path: string
}

/** Pixels [3, side, side], or why there are none. */
export type DecodedImage =
  | { readonly image: ImageFile; readonly pixels: Float32Array }
  | { readonly image: ImageFile; readonly failure: Failure }

/**
 * Decodes pictures in their order with `ahead` of them always under way: libuv's threads work on them
 * while the caller's thread is blocked in the network. Ends early when aborted.
 */
export async function* decodeAhead(
  images: readonly ImageFile[],
  side: number,
  ahead: number,
  signal?: AbortSignal,
): AsyncGenerator<DecodedImage> {
  const underWay: Promise<DecodedImage>[] = []
  let next = 0
  try {
    while (next < images.length || underWay.length > 0) {
      signal?.throwIfAborted()
      for (const image of images.slice(next, next + ahead - underWay.length)) {
        underWay.push(decodeOne(image, side))
        next++
      }
      const first = underWay.shift()
      if (first !== undefined) yield await first
    }
  } finally {
    // Nothing may still read pictures when the caller goes on.
    await Promise.allSettled(underWay)
  }
}

async function decodeOne(image: ImageFile, side: number): Promise<DecodedImage> {
  try {
    return { image, pixels: await decodeSquare(image.path, side) }
  } catch (error) {
    if (error instanceof Failure && error.code === 'IMAGE_UNREADABLE')
      return { image, failure: error }
    throw error
  }
}
