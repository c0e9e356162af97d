import type { FolderCount } from '@contract/app'
import { onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import { core } from '@/api/client'
import { type ShownFailure, toShown } from '@/api/failures'

export interface FolderCounting {
  readonly count: Readonly<Ref<FolderCount | null>>
  readonly failure: Readonly<Ref<ShownFailure | null>>
}

/** Counts the pictures of a folder tree while it is being read; starts anew when the folder changes. */
export function useFolderCount(folder: Readonly<Ref<string>>): FolderCounting {
  const count = shallowRef<FolderCount | null>(null)
  const failure = shallowRef<ShownFailure | null>(null)
  let counting = new AbortController()

  async function read(path: string, signal: AbortSignal): Promise<void> {
    try {
      for await (const now of await core.app.countPictures({ path }, { signal })) count.value = now
    } catch (error) {
      failure.value = toShown(error, signal) ?? failure.value
    }
  }

  watch(
    folder,
    (path) => {
      counting.abort()
      counting = new AbortController()
      count.value = null
      failure.value = null
      if (path !== '') void read(path, counting.signal)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    counting.abort()
  })
  return { count, failure }
}
