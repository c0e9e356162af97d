import type { AppInfo, Settings } from '@contract/app'
import { defineStore } from 'pinia'
import { computed, shallowRef, watchEffect } from 'vue'
import { core } from '@/api/client'
import { type ShownFailure, toShownAlways } from '@/api/failures'

/** What concerns the program rather than a project: version, settings, recent projects. */
export const useAppStore = defineStore('app', () => {
  const info = shallowRef<AppInfo | null>(null)
  const failure = shallowRef<ShownFailure | null>(null)
  const settings = computed<Settings | null>(() => info.value?.settings ?? null)
  const recent = computed(() => info.value?.recent ?? [])

  async function load(): Promise<void> {
    try {
      info.value = await core.app.info()
      failure.value = null
    } catch (error) {
      failure.value = toShownAlways(error)
    }
  }

  /** Shown at once; put back when it could not be kept. */
  async function changeSettings(change: Partial<Settings>): Promise<void> {
    const before = info.value
    if (before === null) return
    info.value = { ...before, settings: { ...before.settings, ...change } }
    try {
      const kept = await core.app.changeSettings(change)
      info.value = { ...info.value, settings: kept }
    } catch (error) {
      info.value = before
      throw error
    }
  }

  return { info, failure, settings, recent, load, changeSettings }
})

/** Puts the chosen or the system's theme on the page, and follows both. */
export function followTheme(): void {
  const app = useAppStore()
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const systemIsDark = shallowRef(dark.matches)
  dark.addEventListener('change', (event) => {
    systemIsDark.value = event.matches
  })
  watchEffect(() => {
    const chosen = app.settings?.theme ?? 'system'
    const shown = chosen === 'system' ? (systemIsDark.value ? 'dark' : 'light') : chosen
    document.documentElement.dataset['theme'] = shown
  })
}
