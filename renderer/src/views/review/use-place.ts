import { watch } from 'vue'
import { useRoute } from 'vue-router'
import { imageId } from '@contract/ids'
import type { SweepPage } from '@contract/review'
import { useQuietReplace } from '@/router/use-quiet-replace'
import type { GridCell } from './grid-cell'
import { useSweepStore } from './sweep-store'

/** Keeps the picture in hand in the address: a reload goes back to it, and so does a page read again. */
export function usePlace(sweep: {
  readonly page: () => SweepPage | undefined
  readonly cells: () => readonly GridCell[]
  /** The page was there before this view; its place is that of the store. */
  readonly isReturn: boolean
  readonly isLeaving: () => boolean
}): void {
  const route = useRoute()
  const held = useSweepStore()
  const replaceQuietly = useQuietReplace()
  let place = sweep.isReturn ? undefined : imageId.safeParse(Number(route.query['at'])).data

  watch([() => held.active, sweep.page], ([position, page], [, before]) => {
    if (page === undefined) return
    const isAgain = page !== before && (before === undefined || before.class === page.class)
    const found = sweep.cells().findIndex((one) => one.image === place)
    if (isAgain && position === 0 && found > 0) {
      held.active = found
      return
    }
    place = sweep.cells()[position]?.image
    if (place === undefined || route.name !== 'sweep' || sweep.isLeaving()) return
    void replaceQuietly({ query: { ...route.query, at: String(place) } })
  })
}
