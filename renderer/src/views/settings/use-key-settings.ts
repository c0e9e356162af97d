import { keySettings, type KeySettings } from '@contract/app'
import { computed } from 'vue'
import { keyCaps } from '@/actions/key-words'
import { keymap, ownKeys } from '@/actions/keymap'
import { t } from '@/i18n/text'
import { useNoticesStore } from '@/stores/notices-store'
import { saveFile } from '@/views/train/compare/save-file'
import { useChangeSettings } from './use-setting'

/** The keys as they are chosen, and every change of them with its undo. */
export function useKeySettings() {
  const notices = useNoticesStore()
  const change = useChangeSettings()
  const keys = computed(() => keymap.value)

  async function set(next: KeySettings, said: string): Promise<void> {
    const before = keymap.value
    await change({ keys: next })
    notices.say(said, () => change({ keys: before }))
  }

  /** All changes go; the preset stays. */
  async function reset(): Promise<void> {
    await set({ ...ownKeys, preset: keymap.value.preset }, t('keySettings.resetDone'))
  }

  function save(): void {
    saveFile('singlet-keys.json', 'application/json', `${JSON.stringify(keymap.value, null, 2)}\n`)
  }

  /** False when the file holds no keys. */
  async function load(file: File): Promise<boolean> {
    const read = keySettings.safeParse(parsed(await file.text()))
    if (read.success) await set(read.data, t('keySettings.loaded'))
    return read.success
  }

  return { keys, set, reset, save, load }
}

/** A press in words: `Ctrl+Enter`. */
export function keyText(keys: string): string {
  return keyCaps(keys).join('+')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
