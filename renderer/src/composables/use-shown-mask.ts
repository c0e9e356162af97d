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

/** One mask over a picture, as what the canvas draws; empty while there is none. */
export function useShownMask(shown: () => ShownMask | null, picture: () => Size | null) {
  return computed((): readonly LiveBitmap[] => {
    const one = shown()
    const size = picture()
    if (one === null || size === null) return []
    const grid = shownGrid(size)
    const spans = spansOf(one.mask, grid)
    const layer = new MaskLayer(grid)
    const look = { colour: one.colour, fill: 0.25, edge: 1, dashed: one.proposed }
    layer.show([{ spans, edges: edgesOf(spans), ...look }])
    return [layer.bitmap]
  })
}
