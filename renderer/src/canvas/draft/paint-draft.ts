import type { Bitmap } from '@mask/bitmap'
import type { LiveBitmap, PixelBox } from '../live-bitmap'
import { inkOf } from '../masks/paint-masks'

const FILL = 0.42

/**
 * Puts a mask in the making on its bitmap, of the same size: filled, with a firm outline. Of a part
 * that changed the pixels around it are painted too, since the outline may have moved there.
 */
export function paintDraft(
  live: LiveBitmap,
  bits: Bitmap,
  colour: string,
  changed: PixelBox | null,
): void {
  const { width, height } = bits
  const box = {
    x0: Math.max(0, (changed?.x0 ?? 0) - 1),
    y0: Math.max(0, (changed?.y0 ?? 0) - 1),
    x1: Math.min(width, (changed?.x1 ?? width) + 1),
    y1: Math.min(height, (changed?.y1 ?? height) + 1),
  }
  inkDraft(live.pixels, bits, box, inkOf(colour, FILL), inkOf(colour, 1))
  live.refresh(box)
}

/** `pixels` is [height, width]. A pixel inside with one outside beside it is outline. */
export function inkDraft(
  pixels: Uint32Array,
  { width, height, data }: Bitmap,
  { x0, y0, x1, y1 }: PixelBox,
  fill: number,
  edge: number,
): void {
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const at = y * width + x
      if (data[at] === 0) {
        pixels[at] = 0
        continue
      }
      const beside = x === 0 || y === 0 || x === width - 1 || y === height - 1
      const inside =
        !beside &&
        data[at - 1] === 1 &&
        data[at + 1] === 1 &&
        data[at - width] === 1 &&
        data[at + width] === 1
      pixels[at] = inside ? fill : edge
    }
  }
}
