import type { EncoderLayout } from './layout'

/** Where a picture lies in a network's square: from its upper left corner, in the square's pixels. */
export interface Frame {
  readonly side: number
  readonly width: number
  readonly height: number
}

/** As the network was trained: both sides fill the square, or the longest one does. */
export function frameOf(
  { fit, side, canvas }: Pick<EncoderLayout, 'fit' | 'side' | 'canvas'>,
  picture: { readonly width: number; readonly height: number },
): Frame {
  if (fit === 'squash') return { side, width: side, height: side }
  const room = canvas ?? { width: side, height: side }
  const scale = Math.min(room.width / picture.width, room.height / picture.height)
  const scaled = (length: number) => Math.max(1, Math.floor(length * scale + 0.5))
  return { side, width: scaled(picture.width), height: scaled(picture.height) }
}

/**
 * The part of a mask [size, size] over the whole square that the picture covers, as a raster over the
 * picture alone; between pixels by the nearest four, as SAM enlarges its masks.
 */
export function cutOut(
  mask: Float32Array,
  size: number,
  frame: Frame,
): { logits: Float32Array; width: number; height: number } {
  const [covered, down] = [(frame.width / frame.side) * size, (frame.height / frame.side) * size]
  const [width, height] = [Math.ceil(covered), Math.ceil(down)]
  const [across, along] = [tapsOf(width, covered, size), tapsOf(height, down, size)]
  const logits = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const { low: top, high: bottom, part: v } = tapAt(along, y)
    for (let x = 0; x < width; x++) {
      const { low: left, high: right, part: u } = tapAt(across, x)
      const upper = mix(mask[top * size + left], mask[top * size + right], u)
      const lower = mix(mask[bottom * size + left], mask[bottom * size + right], u)
      logits[y * width + x] = mix(upper, lower, v)
    }
  }
  return { logits, width, height }
}

interface Tap {
  readonly low: number
  readonly high: number
  readonly part: number
}

function tapsOf(count: number, covered: number, size: number): Tap[] {
  return Array.from({ length: count }, (_, i) => {
    const at = Math.min(size - 1, Math.max(0, ((i + 0.5) / count) * covered - 0.5))
    const low = Math.floor(at)
    return { low, high: Math.min(size - 1, low + 1), part: at - low }
  })
}

const nowhere: Tap = { low: 0, high: 0, part: 0 }
const tapAt = (taps: readonly Tap[], index: number): Tap => taps[index] ?? nowhere
const mix = (a = 0, b = 0, part: number): number => a + (b - a) * part
