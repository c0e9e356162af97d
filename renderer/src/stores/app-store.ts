import type { AppInfo, Settings } from '@contract/app'
import { defineStore } from 'pinia'
import { computed, shallowRef, watchEffect } from 'vue'
import { keymap } from '@/actions/keymap'
import { core } from '@/api/client'
import { type ShownFailure, toShownAlways } from '@/api/failures'
import { follow } from '@/api/follow'
import { useLanguage } from '@/i18n/text'

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

  /** Takes over what another window chose. */
  function takeSettings(kept: Settings): void {
    if (info.value !== null) info.value = { ...info.value, settings: kept }
  }

  /** Follows the settings for as long as the window lives. */
  function followSettings(signal: AbortSignal, onFailure: (error: unknown) => void): void {
    const open = (inner: AbortSignal) => core.app.watchSettings(undefined, { signal: inner })
    void follow(open, takeSettings, signal, onFailure)
  }

  return { info, failure, settings, recent, load, changeSettings, followSettings }
})

/** Puts the chosen looks, language and keys into this window, and follows them. */
export function followSettings(): void {
  const app = useAppStore()
  followTheme()
  watchEffect(() => {
    document.documentElement.dataset['motion'] = app.settings?.motion ?? 'system'
  })
  watchEffect(() => {
    if (app.settings !== null) keymap.value = app.settings.keys
  })
  watchEffect(() => {
    if (app.settings !== null) void useLanguage(app.settings.language)
  })
}

/** The chosen theme, or the system's. */
function followTheme(): void {
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
