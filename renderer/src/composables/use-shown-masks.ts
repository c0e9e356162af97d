import { computed } from 'vue'
import type { Mask } from '@contract/segments'
import type { Size } from '@/canvas/coordinates'
import type { LiveBitmap } from '@/canvas/live-bitmap'
import { MaskLayer } from '@/canvas/masks/mask-layer'
import { shownGrid } from '@/canvas/masks/mask-grid'
import { edgesOf, spansOf } from '@/canvas/masks/spans'

export interface ShownMask {
  readonly mask: Mask
  /** `#rrggbb` */
  readonly colour: string
  /** Nobody has said yes to it. */
  readonly proposed: boolean
}

/** Masks over a picture, the last one on top, as what the canvas draws; empty while there are none. */
export function useShownMasks(shown: () => readonly ShownMask[], picture: () => Size | null) {
  return computed((): readonly LiveBitmap[] => {
    const masks = shown()
    const size = picture()
    if (masks.length === 0 || size === null) return []
    const grid = shownGrid(size)
    const layer = new MaskLayer(grid)
    layer.show(
      masks.map(({ mask, colour, proposed }) => {
        const spans = spansOf(mask, grid)
        return { spans, edges: edgesOf(spans), colour, fill: 0.25, edge: 1, dashed: proposed }
      }),
    )
    return [layer.bitmap]
  })
}
