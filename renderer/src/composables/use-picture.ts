import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { Ref } from 'vue'
import type { ImageId, ProjectId } from '@contract/ids'
import type { MediaSize } from '@contract/images'
import { pictureUrl, sizeFor } from '@/api/media'
import { fit } from '@/canvas/viewport'
import { useProjectStore } from '@/stores/project-store'
import type { Size } from '@/canvas/coordinates'
import { PictureCache } from './picture-cache'

export interface PictureOf extends Size {
  readonly id: ImageId
}

const cache = new PictureCache(24)
const ascending: readonly MediaSize[] = ['160', '320', '640', '1280', 'full']

/**
 * The decoded picture of an image for a stage of this size: at once when it was preloaded, else the
 * sharpest smaller one at hand until it arrives, and a larger one when someone zooms in.
 */
export function usePicture(
  project: () => ProjectId,
  item: () => PictureOf | null,
  stage: { width: Ref<number>; height: Ref<number> },
) {
  const source = shallowRef<HTMLImageElement | null>(null)
  const failed = shallowRef(false)
  const wanted = shallowRef<MediaSize | null>(null)
  const id = computed(() => item()?.id ?? null)
  let turn = 0

  function fittingSize(picture: PictureOf): MediaSize {
    const size = { width: stage.width.value, height: stage.height.value }
    return sizeFor(picture.width * fit(picture, size).scale)
  }

  function atHand(picture: PictureOf, size: MediaSize): HTMLImageElement | null {
    const sizes = ascending.slice(0, ascending.indexOf(size) + 1).reverse()
    for (const one of sizes) {
      const image = cache.peek(pictureUrl(project(), picture.id, one))
      if (image !== null) return image
    }
    return null
  }

  async function load(picture: PictureOf, size: MediaSize): Promise<void> {
    const mine = (turn += 1)
    wanted.value = size
    try {
      const image = await cache.load(pictureUrl(project(), picture.id, size))
      if (mine === turn) source.value = image
    } catch {
      // The browser does not say why; the view says it and offers to try again.
      if (mine === turn) failed.value = source.value === null
    }
  }

  function show(): void {
    const picture = item()
    failed.value = false
    if (picture === null || stage.width.value === 0) {
      turn += 1
      source.value = null
      return
    }
    const size = fittingSize(picture)
    source.value = atHand(picture, size)
    void load(picture, size)
  }

  /** Called with the scale of the stage: fetches more pixels when they would be seen. */
  function sharpen(scale: number): void {
    const picture = item()
    if (picture === null || wanted.value === null || failed.value) return
    const size = sizeFor(picture.width * scale)
    if (ascending.indexOf(size) > ascending.indexOf(wanted.value)) void load(picture, size)
  }

  /** Decodes these ahead, at the size that the stage will show them in. */
  function preload(pictures: readonly PictureOf[]): void {
    if (stage.width.value === 0) return
    cache.preload(pictures.map((one) => pictureUrl(project(), one.id, fittingSize(one))))
  }

  watch([id, () => stage.width.value === 0], show, { immediate: true, flush: 'sync' })
  const store = useProjectStore()
  watch(
    () => store.summary?.imagesMissing,
    (missing) => {
      if (missing !== false) return
      // Smaller ones stood in for what was out of reach, and failures may be none any more.
      cache.clear()
      show()
    },
  )
  onScopeDispose(() => (turn += 1))

  return { source, failed, sharpen, preload, retry: show }
}
