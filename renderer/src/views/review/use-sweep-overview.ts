import { shallowRef, watch } from 'vue'
import { useDebounceFn } from '@vueuse/core'
import type { ProjectId } from '@contract/ids'
import type { ScoreSource, SweepOverview } from '@contract/review'
import { core } from '@/api/client'
import { toShown } from '@/api/failures'
import type { ShownFailure } from '@/api/failures'
import { useProjectChanges } from '@/composables/use-project-changes'

/** Classes by gain, and what can order them; read again when decisions or runs have changed it. */
export function useSweepOverview(project: () => ProjectId, source: () => ScoreSource) {
  const overview = shallowRef<SweepOverview | null>(null)
  const failure = shallowRef<ShownFailure | null>(null)
  let asking = new AbortController()

  async function read(): Promise<void> {
    asking.abort()
    asking = new AbortController()
    const { signal } = asking
    try {
      const found = await core.review.overview({ project: project(), source: source() }, { signal })
      if (signal.aborted) return
      overview.value = found
      failure.value = null
    } catch (error) {
      failure.value = toShown(error, signal) ?? failure.value
    }
  }

  watch([project, source], () => void read(), { immediate: true })
  // The figures may lag a little; the page in work must not wait for them.
  const readSoon = useDebounceFn(read, 250)
  useProjectChanges(['labels', 'classes', 'runs', 'suggestions', 'features'], () => void readSoon())

  return { overview, failure, read }
}
