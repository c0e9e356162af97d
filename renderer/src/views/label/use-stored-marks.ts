import { ref, shallowRef, watch } from 'vue'
import type { ProjectId } from '@contract/ids'
import type { ImageDetail, ImageItem } from '@contract/images'
import type { SegmentInfo } from '@contract/segments'
import { core } from '@/api/client'
import { toShown } from '@/api/failures'
import { useProjectChanges } from '@/composables/use-project-changes'

/** The labels with their points, and the segments, that a picture has already. */
export function useStoredMarks(project: () => ProjectId, item: () => ImageItem | null) {
  const detail = shallowRef<ImageDetail | null>(null)
  const segments = shallowRef<readonly SegmentInfo[]>([])
  const changes = ref(0)
  useProjectChanges(['segments'], () => {
    changes.value += 1
  })

  watch(
    () => [item()?.id, item()?.present.join(), changes.value] as const,
    async ([id, present], before, onCleanup) => {
      const leaving = new AbortController()
      onCleanup(() => {
        leaving.abort()
      })
      if (id !== before?.[0] || present === '') {
        detail.value = null
        segments.value = []
      }
      if (id === undefined || present === '') return
      const input = { project: project(), image: id }
      const { signal } = leaving
      try {
        const found = await Promise.all([
          core.images.get(input, { signal }),
          core.segments.list(input, { signal }),
        ])
        if (!signal.aborted) [detail.value, segments.value] = found
      } catch (error) {
        // Without them only the points and masks of earlier labels are missing from the picture.
        if (toShown(error, signal) !== null) detail.value = null
      }
    },
    { immediate: true },
  )
  return { detail, segments }
}
