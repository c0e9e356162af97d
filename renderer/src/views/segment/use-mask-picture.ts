import { computed, ref, shallowRef, watch } from 'vue'
import type { ClassInfo } from '@contract/classes'
import type { ClassId } from '@contract/ids'
import type { Size } from '@/canvas/coordinates'
import { shownGrid } from '@/canvas/masks/mask-grid'
import { MaskLayer } from '@/canvas/masks/mask-layer'
import type { PaintedMask } from '@/canvas/masks/paint-masks'
import { colourOf, paintedSegments, Shapes } from './mask-looks'
import type { useChoiceOfSegments } from './use-choice-of-segments'
import type { useSegmentEdits } from './use-segment-edits'

export interface MaskScope {
  readonly picture: () => ({ readonly id: number } & Size) | null
  readonly choice: ReturnType<typeof useChoiceOfSegments>
  readonly edits: ReturnType<typeof useSegmentEdits>
  readonly classes: () => ReadonlyMap<ClassId, ClassInfo>
}

/** All masks of the picture in sight as one bitmap, rebuilt within a frame of any change. */
export function useMaskPicture({ picture, choice, edits, classes }: MaskScope) {
  const visible = ref(true)
  const opacity = ref(0.45)
  /** Everything in the picture stands in for its segments while it is looked at. */
  const pieces = shallowRef<readonly PaintedMask[] | null>(null)
  const layer = shallowRef<MaskLayer | null>(null)
  const shapes = shallowRef<Shapes | null>(null)
  let frame = 0

  const masks = computed<readonly PaintedMask[]>(() => {
    if (shapes.value === null || !visible.value) return []
    if (pieces.value !== null) return pieces.value
    const known = shapes.value
    const kept = edits.waiting.value.map((one) => ({
      ...known.of(one.mask),
      ...{ colour: colourOf(one.class, classes()), fill: opacity.value, edge: 1, dashed: false },
    }))
    const look = {
      ...{ classes: classes(), opacity: opacity.value, hovered: choice.hovered.value },
      ...{ selected: choice.selected.value, edited: edits.edited.value },
    }
    return [...paintedSegments(choice.shown.value, known, look), ...kept]
  })

  watch(
    () => picture()?.id,
    () => {
      const shown = picture()
      const grid = shown === null ? null : shownGrid(shown)
      layer.value = grid === null ? null : new MaskLayer(grid)
      shapes.value = grid === null ? null : new Shapes(grid)
    },
    { immediate: true, flush: 'sync' },
  )
  watch([masks, layer], () => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => {
      layer.value?.show(masks.value)
    })
  })
  const any = computed(() => masks.value.length > 0)
  return { any, visible, opacity, pieces, layer, shapes }
}
