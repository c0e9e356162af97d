import { onScopeDispose } from 'vue'
import { useRouter, type RouteLocationRaw } from 'vue-router'

/**
 * Brings the address of this place up to date, unless the window is on its way to another place: a
 * second navigation would call the first one off.
 */
export function useQuietReplace(): (to: RouteLocationRaw) => void {
  const router = useRouter()
  let isLeaving = false
  const stops = [
    router.beforeEach((to, from) => {
      isLeaving = to.path !== from.path
    }),
    router.afterEach(() => {
      isLeaving = false
    }),
  ]
  onScopeDispose(() => {
    for (const stop of stops) stop()
  })
  return (to) => {
    if (!isLeaving) void router.replace(to)
  }
}
