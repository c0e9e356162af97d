import { useEventListener } from '@vueuse/core'
import { type Ref, ref } from 'vue'
import { desktopBridge } from '@/api/desktop'

/**
 * Lets a folder be dropped on the window, on the desktop only: a browser does not say where a folder
 * lies. Returns whether something hovers above the window.
 */
export function useFolderDrop(onFolder: (path: string) => void): Readonly<Ref<boolean>> {
  const hovering = ref(false)
  const bridge = desktopBridge()
  if (bridge === null) return hovering
  useEventListener(window, 'dragover', (event: DragEvent) => {
    event.preventDefault()
    hovering.value = true
  })
  useEventListener(window, 'dragleave', (event: DragEvent) => {
    if (event.relatedTarget === null) hovering.value = false
  })
  useEventListener(window, 'drop', (event: DragEvent) => {
    event.preventDefault()
    hovering.value = false
    const file = event.dataTransfer?.files[0]
    const path = file === undefined ? '' : bridge.pathOfFile(file)
    if (path !== '') onFolder(path)
  })
  return hovering
}
