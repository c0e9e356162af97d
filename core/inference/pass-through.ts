import sharp from 'sharp'
import { pixelLimit } from './picture-formats'
import type { SniffedFormat } from './picture-formats'

const shownByBrowsers: readonly SniffedFormat[] = ['jpeg', 'png', 'webp', 'gif']

/**
 * Whether the bytes of a file can be shown as they are: a format and colours that browsers know, no
 * orientation to apply, and neither edge over `maxEdge` pixels.
 */
export async function isUprightForBrowsers(
  file: Buffer,
  format: SniffedFormat,
  maxEdge: number,
): Promise<boolean> {
  if (!shownByBrowsers.includes(format)) return false
  try {
    const { width, height, orientation, space, pages } = await sharp(file, {
      limitInputPixels: pixelLimit,
    }).metadata()
    const still = (pages ?? 1) === 1
    const small = width <= maxEdge && height <= maxEdge
    return still && small && (orientation ?? 1) === 1 && space !== 'cmyk'
  } catch {
    return false // the decoder that comes next says what is wrong with it
  }
}
