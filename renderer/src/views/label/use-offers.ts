import { shallowRef, watch } from 'vue'
import type { ImageId, ProjectId } from '@contract/ids'
import type { SeedOffer } from '@contract/images'
import { core } from '@/api/client'
import { toShown } from '@/api/failures'
import { useProjectChanges } from '@/composables/use-project-changes'

/** Seeds that the model offers for the current image and those that come next. */
export function useOffers(project: () => ProjectId, images: () => readonly ImageId[]) {
  const offers = shallowRef<ReadonlyMap<ImageId, SeedOffer>>(new Map())
  let asking = new AbortController()

  async function ask(): Promise<void> {
    asking.abort()
    asking = new AbortController()
    const { signal } = asking
    const wanted = [...images()]
    if (wanted.length === 0) return
    try {
      const found = await core.images.offers({ project: project(), images: wanted }, { signal })
      if (signal.aborted) return
      offers.value = new Map(found.map((offer) => [offer.image, offer]))
    } catch (error) {
      // An offer is a courtesy: without it one labels as before. Only what is stale is taken away.
      if (toShown(error, signal) !== null) offers.value = new Map()
    }
  }

  watch(
    () => images().join(),
    () => void ask(),
    { immediate: true },
  )
  useProjectChanges(['suggestions', 'classes'], () => void ask())

  return { offerFor: (image: ImageId): SeedOffer | null => offers.value.get(image) ?? null }
}
