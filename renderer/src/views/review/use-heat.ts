import { onScopeDispose, shallowRef, watch } from 'vue'
import { PictureCache } from '@/composables/picture-cache'

const cache = new PictureCache(32)

/** The heat map at an address, decoded; null while there is none or it cannot be had. */
export function useHeat(url: () => string | null) {
  const heat = shallowRef<HTMLImageElement | null>(null)
  const failed = shallowRef(false)
  let turn = 0

  async function show(wanted: string | null): Promise<void> {
    const mine = (turn += 1)
    failed.value = false
    // The map of another class must not stay on the picture for a moment.
    heat.value = wanted === null ? null : cache.peek(wanted)
    if (wanted === null) return
    try {
      const image = await cache.load(wanted)
      if (mine === turn) heat.value = image
    } catch {
      // Evidence is an aid; the panel says that it is missing.
      if (mine === turn) failed.value = true
    }
  }

  watch(url, (wanted) => void show(wanted), { immediate: true })
  onScopeDispose(() => (turn += 1))
  return {
    heat,
    failed,
    preload: (urls: readonly string[]) => {
      cache.preload(urls)
    },
  }
}
