import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { ImageId, ProjectId } from '@contract/ids'
import type { ImageDetail } from '@contract/images'
import type { SegmentInfo } from '@contract/segments'
import { core } from '@/api/client'
import { toShown } from '@/api/failures'
import type { ShownFailure } from '@/api/failures'
import { useProjectChanges } from '@/composables/use-project-changes'

/** The segments of the picture in sight, and its labels; read again whenever either changed. */
export function useSegments(project: () => ProjectId, image: () => ImageId | null) {
  const segments = shallowRef<readonly SegmentInfo[]>([])
  const detail = shallowRef<ImageDetail | null>(null)
  const failure = shallowRef<ShownFailure | null>(null)
  const loading = ref(false)
  let leaving = new AbortController()

  async function load(): Promise<void> {
    leaving.abort()
    leaving = new AbortController()
    const { signal } = leaving
    const wanted = image()
    if (detail.value?.id !== wanted) {
      segments.value = []
      detail.value = null
    }
    if (wanted === null) return
    loading.value = true
    const input = { project: project(), image: wanted }
    try {
      const [found, labels] = await Promise.all([
        core.segments.list(input, { signal }),
        core.images.get(input, { signal }),
      ])
      if (signal.aborted) return
      segments.value = withKnownMasks(found, segments.value)
      detail.value = labels
      failure.value = null
    } catch (error) {
      failure.value = toShown(error, signal) ?? failure.value
    } finally {
      if (!signal.aborted) loading.value = false
    }
  }

  watch([project, image], () => void load(), { immediate: true })
  useProjectChanges(['segments', 'labels', 'classes', 'images'], () => void load())
  onScopeDispose(() => {
    leaving.abort()
  })
  return { segments, detail, failure, loading, load }
}

/** Masks that stayed the same stay the same objects, so that nothing unpacks them again. */
function withKnownMasks(
  found: readonly SegmentInfo[],
  before: readonly SegmentInfo[],
): readonly SegmentInfo[] {
  const known = new Map(before.map((one) => [one.id, one.mask]))
  return found.map((one) => {
    const mask = known.get(one.id)
    return mask?.counts === one.mask.counts ? { ...one, mask } : one
  })
}
