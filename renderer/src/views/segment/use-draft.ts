import { computed, ref, shallowRef, watch } from 'vue'
import type { Size } from '@/canvas/coordinates'
import { isBlank, emptyDraft } from '@/canvas/draft/draft-state'
import type { DraftState } from '@/canvas/draft/draft-state'
import { MaskDraft } from '@/canvas/draft/mask-draft'
import type { Rubber } from '@/canvas/draft/mask-draft'
import { paintDraft } from '@/canvas/draft/paint-draft'
import { areaOf } from '@/canvas/draft/raster'
import { LiveBitmap } from '@/canvas/live-bitmap'
import type { PixelBox } from '@/canvas/live-bitmap'
import { maskGrid } from '@/canvas/masks/mask-grid'

/** The mask in the making of the picture in sight, as the window sees it. */
export function useDraft(
  picture: () => ({ readonly id: number } & Size) | null,
  colour: () => string,
) {
  const draft = shallowRef<MaskDraft | null>(null)
  const bitmap = shallowRef<LiveBitmap | null>(null)
  const state = shallowRef<DraftState>(emptyDraft)
  const rubber = shallowRef<Rubber | null>(null)
  const history = ref({ canUndo: false, canRedo: false })
  /** Share of the picture. */
  const area = ref(0)
  /** Whether there is anything to see: an empty bitmap would be drawn at every zoom for nothing. */
  const seen = ref(false)

  function paint(box: PixelBox | null): void {
    if (draft.value !== null && bitmap.value !== null) {
      seen.value = box !== null || draft.value.bits.data.includes(1)
      paintDraft(bitmap.value, draft.value.bits, colour(), box)
    }
  }

  function follow(): void {
    const now = draft.value
    if (now === null) return
    rubber.value = now.rubber
    if (state.value === now.state) return
    state.value = now.state
    history.value = { canUndo: now.canUndo, canRedo: now.canRedo }
    area.value = areaOf(now.bits) / (now.grid.width * now.grid.height)
  }

  watch(
    () => picture()?.id,
    () => {
      const shown = picture()
      seen.value = false
      state.value = emptyDraft
      rubber.value = null
      area.value = 0
      history.value = { canUndo: false, canRedo: false }
      if (shown === null) {
        draft.value = null
        bitmap.value = null
        return
      }
      const grid = maskGrid(shown)
      bitmap.value = new LiveBitmap(grid)
      draft.value = new MaskDraft(grid, { onPixels: paint, onState: follow })
    },
    { immediate: true, flush: 'sync' },
  )
  watch(colour, () => {
    paint(null)
  })

  return {
    draft,
    bitmap,
    seen,
    state,
    rubber,
    history,
    area,
    blank: computed(() => isBlank(state.value)),
  }
}
