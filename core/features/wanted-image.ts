import type { PictureSize } from '../inference/read-square'
import type { View } from '../inference/views'

export interface ImageFile {
  readonly id: number
  readonly path: string
  /** Where it is known. */
  readonly size?: PictureSize
  /** Where it needs fewer views than the others. */
  readonly views?: readonly View[]
}

/** A picture and the views of it that are missing. */
export interface WantedImage extends ImageFile {
  readonly views: readonly View[]
}
