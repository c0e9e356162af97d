/** A mask, a byte a pixel, row by row: 1 inside, 0 outside. */
export interface Bitmap {
  readonly width: number
  readonly height: number
  /** [height, width] */
  readonly data: Uint8Array
}

/** A mask as COCO's compressed run lengths: column by column, outside first. */
export interface Rle {
  readonly width: number
  readonly height: number
  readonly counts: string
}

export function emptyBitmap(width: number, height: number): Bitmap {
  return { width, height, data: new Uint8Array(width * height) }
}
