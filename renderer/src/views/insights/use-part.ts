import type { ProjectId } from '@contract/ids'
import { useDebounceFn } from '@vueuse/core'
import { onScopeDispose, type Ref, ref, shallowRef } from 'vue'
import { type ShownFailure, toShown } from '@/api/failures'
import { type ProjectChange, useProjectChanges } from '@/composables/use-project-changes'
import { useProjectStore } from '@/stores/project-store'

/** Figures that lag this much behind hasty work do not slow it down. */
const SETTLE_MS = 1500

export interface Part<Data> {
  /** Null until the first answer. */
  readonly data: Readonly<Ref<Data | null>>
  readonly failure: Readonly<Ref<ShownFailure | null>>
  readonly busy: Readonly<Ref<boolean>>
  readonly read: () => Promise<void>
  /** What is being read is let go; what is shown stays. */
  readonly cancel: () => void
}

/** What one part of Insights shows: read when it opens, and again when what it is made of changed. */
export function usePart<Data>(
  ask: (input: { project: ProjectId }, options: { signal: AbortSignal }) => Promise<Data>,
  changes: readonly ProjectChange[],
): Part<Data> {
  const project = useProjectStore()
  const data = shallowRef<Data | null>(null)
  const failure = shallowRef<ShownFailure | null>(null)
  const busy = ref(false)
  let reading = new AbortController()

  async function read(): Promise<void> {
    const id = project.info?.id
    if (id === undefined) return
    reading.abort()
    reading = new AbortController()
    const { signal } = reading
    busy.value = true
    try {
      const answer = await ask({ project: id }, { signal })
      if (signal.aborted) return
      data.value = answer
      failure.value = null
    } catch (error) {
      failure.value = toShown(error, signal) ?? failure.value
    } finally {
      if (!signal.aborted) busy.value = false
    }
  }

  function cancel(): void {
    reading.abort()
    busy.value = false
  }

  void read()
  const readSoon = useDebounceFn(read, SETTLE_MS)
  useProjectChanges(changes, () => void readSoon())
  onScopeDispose(() => {
    reading.abort()
  })
  return { data, failure, busy, read, cancel }
}
