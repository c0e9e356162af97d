import type { ClassEdit, ClassPreview } from '@contract/classes'
import type { ProjectId } from '@contract/ids'
import { type Ref, shallowRef, watch } from 'vue'
import { core } from '@/api/client'
import { type ShownFailure, toShown } from '@/api/failures'
import { useProjectChanges } from '@/composables/use-project-changes'

/** Typing has paused. */
const PAUSE = 150

/** What an edit would do, counted again whenever it or the labels change; null means no edit yet. */
export function usePreview(project: () => ProjectId, edit: Readonly<Ref<ClassEdit | null>>) {
  const preview = shallowRef<ClassPreview | null>(null)
  const failure = shallowRef<ShownFailure | null>(null)
  const heard = shallowRef(0)
  useProjectChanges(['labels', 'classes'], () => {
    heard.value += 1
  })
  watch(
    () => JSON.stringify([edit.value, heard.value]),
    (_, __, onCleanup) => {
      const asked = new AbortController()
      const timer = setTimeout(() => void ask(asked.signal), PAUSE)
      onCleanup(() => {
        clearTimeout(timer)
        asked.abort()
      })
    },
    { immediate: true },
  )

  async function ask(signal: AbortSignal): Promise<void> {
    const wanted = edit.value
    failure.value = null
    if (wanted === null) {
      preview.value = null
      return
    }
    try {
      preview.value = await core.classes.preview({ project: project(), edit: wanted }, { signal })
    } catch (error) {
      const shown = toShown(error, signal)
      if (shown !== null) failure.value = shown
    }
  }

  return { preview, failure }
}
