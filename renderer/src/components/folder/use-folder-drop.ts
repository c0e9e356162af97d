import { useEventListener } from '@vueuse/core'
import { type Ref, ref } from 'vue'
import { desktopBridge } from '@/api/desktop'
import type { ShownFailure } from '@/api/failures'
import { t } from '@/i18n/text'

export interface FolderDrop {
  readonly onFolder: (path: string) => void
  /** Something was dropped of which nobody says where it lies: so it is in a browser. */
  readonly onUnknown: () => void
}

/** Lets a folder be dropped anywhere on the window. Returns whether something hovers above it. */
export function useFolderDrop({ onFolder, onUnknown }: FolderDrop): Readonly<Ref<boolean>> {
  const hovering = ref(false)
  const bridge = desktopBridge()
  const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
  useEventListener(window, 'dragover', (event: DragEvent) => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    hovering.value = true
  })
  useEventListener(window, 'dragleave', (event: DragEvent) => {
    if (event.relatedTarget === null) hovering.value = false
  })
  useEventListener(window, 'drop', (event: DragEvent) => {
    hovering.value = false
    // Somebody else has taken it: a list of classes, say.
    if (event.defaultPrevented || !holdsFiles(event)) return
    event.preventDefault()
    const file = event.dataTransfer?.files[0]
    const path = file === undefined || bridge === null ? '' : bridge.pathOfFile(file)
    if (path === '') onUnknown()
    else onFolder(path)
  })
  return hovering
}

/** What to say when a browser keeps the place of a folder to itself. */
export function dropNotPossible(): ShownFailure {
  const [message, advice] = [t('start.dropUnknown'), t('start.dropAdvice')]
  return { code: 'BAD_REQUEST', message, advice, path: null }
}
