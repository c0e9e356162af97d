import { core } from '@/api/client'
import { imagesOf } from './sweep-sheet'
import { useSweepStore } from './sweep-store'
import type { useSweepPage } from './use-sweep-page'

/** To the page after this one and back, with nothing stored and no mark lost. */
export function usePageTurns(page: ReturnType<typeof useSweepPage>) {
  const store = useSweepStore()

  /** False when there is no further page. */
  async function passOn(): Promise<boolean> {
    const [input, current] = [page.request(), page.sheet.value]
    if (input === null || current === null || current.page.remaining === 0) return false
    const skip = input.skip + imagesOf(current.page).length
    const further = await core.review.page({ ...input, skip })
    if (page.sheet.value !== current || further.tiles.length === 0) return false
    store.pass(further)
    return true
  }

  /** False when this is the first page. */
  async function comeBack(): Promise<boolean> {
    if (!store.comeBack()) return false
    await page.refresh()
    return true
  }

  return { passOn, comeBack }
}
