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
  const [across, down] = [frame.width, frame.height].map((length) => (length / frame.side) * size)
  const columns = tapsOf(across ?? size, size)
  const rows = tapsOf(down ?? size, size)
  const [width, height] = [columns.first.length, rows.first.length]
  const logits = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const top = (rows.first[y] ?? 0) * size
    const below = Math.min(top + size, (size - 1) * size)
    const v = rows.share[y] ?? 0
    for (let x = 0; x < width; x++) {
      const left = columns.first[x] ?? 0
      const right = left + 1 < size ? left + 1 : left
      const u = columns.share[x] ?? 0
      const upper = mix(mask[top + left] ?? 0, mask[top + right] ?? 0, u)
      logits[y * width + x] =
        v === 0 ? upper : mix(upper, mix(mask[below + left] ?? 0, mask[below + right] ?? 0, u), v)
    }
  }
  return { logits, width, height }
}

/** For each pixel of the part: the one of the mask before its middle, and how far towards the next. */
function tapsOf(covered: number, size: number): { first: Int32Array; share: Float32Array } {
  const count = Math.ceil(covered)
  const [first, share] = [new Int32Array(count), new Float32Array(count)]
  for (let i = 0; i < count; i++) {
    const at = Math.min(size - 1, Math.max(0, ((i + 0.5) / count) * covered - 0.5))
    first[i] = Math.floor(at)
    share[i] = at - Math.floor(at)
  }
  return { first, share }
}

const mix = (a: number, b: number, part: number): number => a + (b - a) * part
