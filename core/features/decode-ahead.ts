import { Failure } from '../contract/failures'
import { readViews } from '../inference/read-views'
import type { ViewSquares } from '../inference/read-views'
import type { View } from '../inference/views'

export interface ImageFile {
  readonly id: number
  readonly path: string
  /** Where it needs fewer views than the others. */
  readonly views?: readonly View[]
}

/** A picture and the views of it that are missing. */
export interface WantedImage extends ImageFile {
  readonly views: readonly View[]
}

/** What the network is to see, or why there is nothing. */
export type DecodedImage =
  | { readonly image: ImageFile; readonly views: readonly ViewSquares[] }
  | { readonly image: ImageFile; readonly failure: Failure }

/**
 * Decodes pictures in their order with `ahead` of them always under way: libuv's threads work on them
 * while the caller's thread is blocked in the network. Ends early when aborted.
 */
export async function* decodeAhead(
  images: readonly WantedImage[],
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

async function decodeOne(image: WantedImage, side: number): Promise<DecodedImage> {
  try {
    return { image, views: await readViews(image.path, image.views, side, image.id) }
  } catch (error) {
    if (error instanceof Failure && error.code === 'IMAGE_UNREADABLE')
      return { image, failure: error }
    throw error
  }
}
