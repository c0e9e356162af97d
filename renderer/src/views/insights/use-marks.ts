import { useEventListener } from '@vueuse/core'
import { onMounted, onUpdated, type Ref } from 'vue'
import { keepOneStop, markTowards } from './mark-keys'

/** Makes the marks (`data-mark`) within an element one stop of Tab, with arrows moving between them. */
export function useMarks(root: Readonly<Ref<HTMLElement | null>>): void {
  let current: Element | null = null

  function refresh(): void {
    if (root.value !== null) keepOneStop(root.value, current)
  }

  useEventListener(root, 'focusin', ({ target }) => {
    if (!(target instanceof HTMLElement) || !('mark' in target.dataset)) return
    current = target
    refresh()
  })
  useEventListener(root, 'keydown', (event) => {
    const { target, key } = event
    if (!(target instanceof HTMLElement) || !('mark' in target.dataset)) return
    if (root.value === null || event.ctrlKey || event.altKey || event.metaKey) return
    const next = markTowards(target, key, root.value)
    if (next === null) return
    event.preventDefault()
    next.focus()
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })
  onMounted(refresh)
  onUpdated(refresh)
}
