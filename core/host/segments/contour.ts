import type { Mask } from '../../contract/segments'
import { decodeRle } from '../../kernel/mask/rle'
import { simplifyPolygons } from '../../kernel/mask/simplify'
import { polygonsOf } from '../../kernel/mask/trace'

/** Corners may be left out that nobody would miss at the size of a tile, in shares of the longest side. */
const tolerance = 1 / 500

/**
 * The outline of a mask as a picture to lie over the other one: transparent, of its shape, equally
 * thick however large it is shown, light on dark so that it is seen on anything. Empty without a mask.
 */
export function contourSvg(
  { width, height }: { readonly width: number; readonly height: number },
  mask: Mask | null,
): string {
  const path = mask === null ? '' : outline(mask)
  const [w, h] = mask === null ? [width, height] : [mask.width, mask.height]
  const line = (colour: string, thickness: number) =>
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${thickness}" ` +
    'stroke-linejoin="round" vector-effect="non-scaling-stroke"/>'
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${w} ${h}" preserveAspectRatio="none">` +
    `${line('rgb(0 0 0 / 70%)', 4)}${line('#fef3c7', 2)}</svg>`
  )
}

function outline(mask: Mask): string {
  const coarse = tolerance * Math.max(mask.width, mask.height)
  return simplifyPolygons(polygonsOf(decodeRle(mask)), coarse)
    .flatMap(({ outer, holes }) => [outer, ...holes])
    .map((ring) => `M${ring.map(({ x, y }) => `${x} ${y}`).join('L')}Z`)
    .join('')
}
