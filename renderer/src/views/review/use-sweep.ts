import { computed, ref, shallowReactive, watch } from 'vue'
import type { ImageId } from '@contract/ids'
import { core } from '@/api/client'
import { useDecisions } from '@/composables/use-decisions'
import { useProjectChanges } from '@/composables/use-project-changes'
import { useStopwatch } from '@/composables/use-stopwatch'
import { answersOf, cellsOf, takeBack } from './sweep-sheet'
import { usePageTurns } from './use-page-turns'
import { useSweepPage } from './use-sweep-page'
import type { SweepScope } from './use-sweep-page'
import { useSweepStore } from './sweep-store'

/** One class, page by page: read, mark, commit, undo. */
export function useSweep(scope: SweepScope) {
  const store = useSweepStore()
  const page = useSweepPage(scope)
  const turns = usePageTurns(page)
  const decisions = useDecisions(scope.project, () => void page.refresh())
  const stopwatch = useStopwatch()
  const committing = ref(false)
  /** Pictures that have appeared on some page, or that say they cannot. */
  const seen = shallowReactive(new Set<ImageId>())
  /** Pictures of this page still to come: nobody can have judged them. */
  const waiting = computed(() => {
    const cells = page.sheet.value === null ? [] : cellsOf(page.sheet.value)
    return cells.filter(({ tile }) => !seen.has(tile.image)).length
  })

  watch(
    () => page.sheet.value?.page,
    () => {
      stopwatch.restart()
    },
  )

  // A model came to be, or a better one: a page that nobody has touched is read again from it.
  useProjectChanges(['features', 'runs', 'suggestions'], (event) => {
    const shown = page.sheet.value
    const isEmpty = shown === null || shown.page.tiles.length === 0
    const isOutdated = event.changed.includes('runs') && shown?.trail.length === 0
    if (isEmpty || isOutdated) void page.load()
  })

  /** Stores the page as it stands and shows the next one; true when that worked. */
  async function commit(): Promise<boolean> {
    const input = page.request()
    const current = page.sheet.value
    if (input === null || current === null || committing.value) return false
    if (waiting.value > 0) return false
    const answers = answersOf(current)
    if (answers.length === 0) {
      await page.load()
      return true
    }
    committing.value = true
    const ms = stopwatch.read()
    const stored = await decisions.run(async () => {
      const { result, next } = await core.review.commit({ ...input, ms, answers })
      return { ...result, next }
    })
    committing.value = false
    if (stored === null) return false
    store.turn(stored.next)
    // The last page of those further down: what was passed over before it comes next.
    if (stored.next.tiles.length === 0) await turns.comeBack()
    // Only a head start: when it fails, the page after this one says so itself.
    page.lookAhead().catch(decisions.report)
    return true
  }

  /** Takes back the last mark, else the last stored page; says which, or null when there is none. */
  async function undo(): Promise<'mark' | 'batch' | null> {
    const before = page.sheet.value && takeBack(page.sheet.value)
    if (before) {
      store.sheet = before
      return 'mark'
    }
    const undone = await decisions.undo()
    if (undone === null) return null
    if (!store.bringBack(undone.images)) await page.load()
    return 'batch'
  }

  async function redo(): Promise<boolean> {
    const redone = await decisions.redo()
    if (redone !== null) await page.load()
    return redone !== null
  }

  return { ...page, ...turns, committing, seen, waiting, decisions, commit, undo, redo }
}
