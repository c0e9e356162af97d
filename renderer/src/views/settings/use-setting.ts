import type { Settings } from '@contract/app'
import { computed, type WritableComputedRef } from 'vue'
import { toShownAlways } from '@/api/failures'
import { useAppStore } from '@/stores/app-store'
import { useNoticesStore } from '@/stores/notices-store'

/** Changes settings at once; what could not be kept is put back and said. */
export function useChangeSettings(): (change: Partial<Settings>) => Promise<void> {
  const app = useAppStore()
  const notices = useNoticesStore()
  return async (change) => {
    try {
      await app.changeSettings(change)
    } catch (error) {
      notices.fail(toShownAlways(error))
    }
  }
}

/** One setting for a control to bind; `before` shows until the settings are known. */
export function useSetting<Name extends keyof Settings>(
  name: Name,
  before: Settings[Name],
): WritableComputedRef<Settings[Name]> {
  const app = useAppStore()
  const change = useChangeSettings()
  return computed({
    get: () => app.settings?.[name] ?? before,
    set: (value) => {
      void change({ [name]: value })
    },
  })
}
