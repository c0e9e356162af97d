import { onScopeDispose } from 'vue'

/** Whoever looks longer at one thing has gone for coffee: more is not counted. */
const LONGEST = 120_000

/** Time a person spends on what is on the screen; a hidden window does not count. */
export function useStopwatch() {
  let since = performance.now()
  let counted = 0

  function onVisibility(): void {
    if (document.hidden) counted += performance.now() - since
    since = performance.now()
  }
  document.addEventListener('visibilitychange', onVisibility)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', onVisibility)
  })

  return {
    restart(): void {
      since = performance.now()
      counted = 0
    },
    /** Whole milliseconds since the start, two minutes at most. */
    read(): number {
      const running = document.hidden ? 0 : performance.now() - since
      return Math.round(Math.min(LONGEST, counted + running))
    },
  }
}
