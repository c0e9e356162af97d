import { decoded } from './decoded'

/** All of a picture, upright, RGB bytes [height, width, 3]. */
export interface WholePicture {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/**
 * A picture, upright and on white, no larger than `longest` pixels on its longer side and never
 * enlarged: a hundred megapixels are decoded smaller. Throws IMAGE_UNREADABLE.
 */
export function readWhole(path: string, longest: number): Promise<WholePicture> {
  return decoded(path, async (picture) => {
    const { data, info } = await picture
      .resize(longest, longest, { fit: 'inside', withoutEnlargement: true, kernel: 'linear' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { width: info.width, height: info.height, data: asRgb(data, info.channels) }
  })
}

/** Grey is the same three times. */
function asRgb(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data
  const rgb = new Uint8Array((data.length / channels) * 3)
  for (let i = 0; i < rgb.length; i++) rgb[i] = data[Math.floor(i / 3) * channels] ?? 0
  return rgb
}
