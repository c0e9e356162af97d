import { computed, shallowRef, watch } from 'vue'
import type { ProjectId } from '@contract/ids'
import type { ImageReview } from '@contract/review'
import type { MethodInfo, RunInfo } from '@contract/training'
import { core } from '@/api/client'
import { t } from '@/i18n/text'

/** What the method behind a suggestion believes about labels that nobody has decided. */
export function useBelief(project: () => ProjectId, source: () => ImageReview['source']) {
  const methods = shallowRef<readonly MethodInfo[]>([])
  const runs = shallowRef<readonly RunInfo[]>([])

  async function read(): Promise<void> {
    try {
      methods.value = await core.training.methods()
      runs.value = await core.training.runs({ project: project() })
    } catch {
      // One sentence less; the score and the model are said all the same.
    }
  }

  watch(
    source,
    (id) => {
      const known = runs.value.some((run) => run.id === id)
      if (id !== null && id !== 'instant' && !known) void read()
    },
    { immediate: true },
  )
  return computed(() => {
    const id = source()
    if (id === 'instant') return t('imageReview.beliefInstant')
    const method = runs.value.find((run) => run.id === id)?.recipe.method
    return methods.value.find((one) => one.id === method)?.belief ?? ''
  })
}
