import type { ProjectId } from '@contract/ids'
import { alikeLimits, type AlikeGroup, type AlikeInsight } from '@contract/insights'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { core } from '@/api/client'
import { type ShownFailure, toShown } from '@/api/failures'
import { useProjectChanges } from '@/composables/use-project-changes'

const PAGE = 20

export type AlikeLimit = (typeof alikeLimits)[number]

/** Groups of pictures that are nearly equal: looked for on request, turned over page by page. */
export function useAlike(project: () => ProjectId) {
  const limit = ref<AlikeLimit>(alikeLimits[2])
  const found = shallowRef<AlikeInsight | null>(null)
  const groups = shallowRef<readonly AlikeGroup[]>([])
  /** Share of the search that is done; null while nothing is looked for. */
  const share = ref<number | null>(null)
  const failure = shallowRef<ShownFailure | null>(null)
  let searching = new AbortController()

  /** One question after another, each telling how far it is. */
  async function ask(offset: number, size: number, signal: AbortSignal) {
    const question = { project: project(), limit: limit.value, offset, size }
    for await (const told of await core.insights.alike(question, { signal })) {
      if (signal.aborted) return null
      if (told.state === 'done') return told.result
      share.value = told.share
    }
    return null
  }

  async function read(size: number): Promise<void> {
    searching.abort()
    searching = new AbortController()
    const { signal } = searching
    share.value = 0
    try {
      const result = await ask(0, Math.min(100, size), signal)
      if (result === null) return
      found.value = result
      groups.value = result.groups
      failure.value = null
    } catch (error) {
      failure.value = toShown(error, signal) ?? failure.value
    } finally {
      if (!signal.aborted) share.value = null
    }
  }

  async function more(): Promise<void> {
    const { signal } = searching
    try {
      const result = await ask(groups.value.length, PAGE, signal)
      if (result !== null) groups.value = [...groups.value, ...result.groups]
    } catch (error) {
      failure.value = toShown(error, signal) ?? failure.value
    } finally {
      share.value = null
    }
  }

  function cancel(): void {
    searching.abort()
    share.value = null
  }

  watch(
    limit,
    () => {
      found.value = null
      groups.value = []
      void read(PAGE)
    },
    { immediate: true },
  )
  useProjectChanges(['features'], () => void read(PAGE))
  onScopeDispose(cancel)
  return {
    ...{ limit, found, groups, share, failure, more, cancel },
    /** The same groups with their labels as they are now. */
    refresh: () => read(Math.max(PAGE, groups.value.length)),
  }
}
