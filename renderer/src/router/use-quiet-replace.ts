import { onScopeDispose } from 'vue'
import { useRouter, type RouteLocationRaw } from 'vue-router'

/**
 * Brings the address of this place up to date, unless the window is on its way to another place: a
 * second navigation would call the first one off, and the key that asked for it would be lost.
 */
export function useQuietReplace(): (to: RouteLocationRaw) => Promise<void> {
  const router = useRouter()
  let isLeaving = false
  let ours: string | null = null
  const stops = [
    router.beforeEach((to, from) => {
      isLeaving = to.path !== from.path && to.fullPath !== ours
    }),
    router.afterEach(() => {
      isLeaving = false
    }),
  ]
  onScopeDispose(() => {
    for (const stop of stops) stop()
  })
  return async (to) => {
    if (isLeaving) return
    ours = router.resolve(to).fullPath
    await router.replace(to)
  }
}
