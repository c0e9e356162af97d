import type { ImageId, ProjectId } from '@contract/ids'
import { watchDebounced } from '@vueuse/core'
import { shallowRef } from 'vue'
import { core } from '@/api/client'
import { toShown } from '@/api/failures'

interface FoundImage {
  readonly id: ImageId
  readonly path: string
}

/** Long enough not to ask for every letter, short enough not to be felt. */
const pause = 80

/** Pictures whose names hold what is typed; the answer to older letters is never shown. */
export function useFoundImages(project: () => ProjectId | null, text: () => string) {
  const images = shallowRef<readonly FoundImage[]>([])
  let asking = new AbortController()
  watchDebounced(
    [project, text],
    async ([id, typed]) => {
      asking.abort()
      const mine = new AbortController()
      asking = mine
      if (id === null || typed.trim() === '') {
        images.value = []
        return
      }
      try {
        images.value = await core.images.find({ project: id, text: typed }, { signal: mine.signal })
      } catch (error) {
        // Commands and classes are found without the core; pictures are not while it is away.
        if (toShown(error, mine.signal) !== null) images.value = []
      }
    },
    { debounce: pause },
  )
  return images
}
