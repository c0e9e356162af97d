import { computed, onScopeDispose, ref, shallowReactive, shallowRef, watch } from 'vue'
import type { AuditSummary } from '@contract/audits'
import type { ClassId, ImageId, ProjectId } from '@contract/ids'
import { core } from '@/api/client'
import { toShown } from '@/api/failures'
import type { ShownFailure } from '@/api/failures'
import { useDecisions } from '@/composables/use-decisions'
import { useProjectChanges } from '@/composables/use-project-changes'
import { useStopwatch } from '@/composables/use-stopwatch'
import { judge, judgementsOf, nextOpen, openAudit, openIn, takeBackJudgement } from './audit-sheet'
import { useAuditStore } from './audit-store'
import type { Answer } from './sweep-sheet'

/** The sample of a class as the core knows it, and what all samples say. */
function useAuditPage(project: () => ProjectId, label: () => ClassId | null) {
  const store = useAuditStore()
  const failure = shallowRef<ShownFailure | null>(null)
  const summary = shallowRef<AuditSummary | null>(null)
  let reading = new AbortController()

  const sheet = computed(() =>
    store.project === project() && store.sheet?.page.class === label() ? store.sheet : null,
  )

  /** Reads the sample that waits, or draws one; what was judged of it already stays. */
  async function load(draw = false): Promise<void> {
    const one = label()
    if (one === null) return
    reading.abort()
    reading = new AbortController()
    const { signal } = reading
    try {
      const page = await core.audits.page({ project: project(), class: one, draw }, { signal })
      const found = await core.audits.summary({ project: project() }, { signal })
      if (signal.aborted) return
      const kept = sheet.value
      if (kept === null) store.active = 0
      store.project = project()
      store.sheet = kept === null ? openAudit(page) : { ...kept, page }
      summary.value = found
      failure.value = null
    } catch (error) {
      failure.value = toShown(error, signal) ?? failure.value
    }
  }

  watch([project, label], () => void load(), { immediate: true })
  useProjectChanges(['features', 'classes'], () => void load())
  onScopeDispose(() => {
    reading.abort()
  })
  return { sheet, summary, failure, load }
}

/** One class: draw a random sample, judge all of it, read what it says. */
export function useAudit(project: () => ProjectId, label: () => ClassId | null) {
  const store = useAuditStore()
  const stopwatch = useStopwatch()
  const committing = ref(false)
  const seen = shallowReactive(new Set<ImageId>())
  const { sheet, summary, failure, load } = useAuditPage(project, label)
  const decisions = useDecisions(project, () => void load())
  const open = computed(() => (sheet.value === null ? [] : openIn(sheet.value)))
  /** Nobody can have judged what has not appeared. */
  const waiting = computed(
    () => sheet.value?.page.tiles.filter(({ image }) => !seen.has(image)).length ?? 0,
  )

  /** Answers pictures and goes on to the next open one. */
  function answer(images: readonly ImageId[], as: Answer, goOn: boolean): void {
    if (sheet.value === null || committing.value) return
    const next = judge(sheet.value, images, as)
    store.sheet = next
    if (goOn) store.active = nextOpen(next, store.active) ?? store.active
  }

  async function commit(): Promise<boolean> {
    const [current, one] = [sheet.value, label()]
    if (current === null || one === null || committing.value) return false
    if (open.value.length > 0) return false
    const answers = judgementsOf(current)
    if (answers.length === 0) {
      await load()
      return true
    }
    committing.value = true
    const input = { project: project(), class: one, ms: stopwatch.read(), answers }
    const stored = await decisions.run(async () => {
      const { result, page } = await core.audits.commit(input)
      return { ...result, page }
    })
    committing.value = false
    if (stored === null) return false
    store.sheet = openAudit(stored.page)
    await load()
    return true
  }

  async function undo(): Promise<void> {
    const before = sheet.value && takeBackJudgement(sheet.value)
    if (before) store.sheet = before
    else if ((await decisions.undo()) !== null) await load()
  }

  watch(
    () => sheet.value?.page,
    () => {
      stopwatch.restart()
    },
  )
  return {
    ...{ sheet, open, waiting, seen, summary, failure, decisions, committing },
    ...{ load, answer, commit, undo },
  }
}
