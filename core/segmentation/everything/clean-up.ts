import type { Bitmap } from '../../kernel/mask/bitmap'
import { fillHoles, withoutSpecks } from '../../kernel/mask/parts'
import type { Raster } from '../rasterise'

/**
 * A raster whose mask has no specks and no holes of less than a share of the picture; its largest part
 * always stays.
 */
export function cleaned(raster: Raster, leastArea: number): Raster {
  const { logits, width, height } = raster
  const least = leastArea * width * height
  if (least <= 1) return raster
  const mask: Bitmap = { width, height, data: Uint8Array.from(logits, (x) => (x > 0 ? 1 : 0)) }
  const clean = fillHoles(withoutSpecks(mask, least), least)
  const changed = logits.map((value, i) => {
    if (clean.data[i] === mask.data[i]) return value
    return clean.data[i] === 1 ? 1 : -1
  })
  return { logits: changed, width, height }
}
