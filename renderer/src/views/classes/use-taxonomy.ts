import type { ClassEdit, ClassEntry, Taxonomy } from '@contract/classes'
import type { ClassId, ProjectId } from '@contract/ids'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { core } from '@/api/client'
import { type ShownFailure, toShown, toShownAlways } from '@/api/failures'
import { useProjectChanges } from '@/composables/use-project-changes'
import { t } from '@/i18n/text'
import { useNoticesStore } from '@/stores/notices-store'
import { useProjectStore } from '@/stores/project-store'

/** Every class with its counts, followed as they change in any window, and what changes them. */
export function useTaxonomy(project: () => ProjectId) {
  const taxonomy = shallowRef<Taxonomy | null>(null)
  const failure = shallowRef<ShownFailure | null>(null)
  const loadFailure = shallowRef<ShownFailure | null>(null)
  const busy = ref(false)
  const gone = new AbortController()
  onScopeDispose(() => {
    gone.abort()
  })
  const load = onceAtATime(async () => {
    try {
      taxonomy.value = await core.classes.taxonomy({ project: project() }, { signal: gone.signal })
      loadFailure.value = null
    } catch (error) {
      loadFailure.value = toShown(error, gone.signal)
    }
  })
  useProjectChanges(['classes', 'labels', 'images'], () => void load())

  async function edit(wanted: ClassEdit): Promise<readonly ClassId[] | null> {
    busy.value = true
    try {
      const { title, added } = await core.classes.edit({ project: project(), edit: wanted })
      failure.value = null
      await load()
      if (isWorthSaying(wanted)) say(title)
      return added
    } catch (error) {
      failure.value = toShownAlways(error)
      return null
    } finally {
      busy.value = false
    }
  }

  const say = useSaying()
  void load()
  return {
    ...{ taxonomy, failure, loadFailure, busy, load, edit },
    classes: computed<readonly ClassEntry[]>(() => taxonomy.value?.classes ?? []),
  }
}

/** What is seen where it was done needs no word. */
function isWorthSaying({ act }: ClassEdit): boolean {
  return act !== 'change' && act !== 'move'
}

function useSaying(): (what: string) => void {
  const notices = useNoticesStore()
  const store = useProjectStore()
  return (what) => {
    notices.say(t('taxonomy.done', { what }), async () => {
      // Something newer is not this notice's to take back.
      if (store.summary?.undo === what) await store.undo()
    })
  }
}

/** A call while one runs asks for one more after it, and not for many. */
function onceAtATime(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null
  const start = (): Promise<void> => {
    next = null
    running = task().finally(() => {
      running = null
    })
    return running
  }
  return () => {
    if (running === null) return start()
    next ??= running.then(start)
    return next
  }
}
