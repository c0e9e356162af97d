import type { KeySettings } from '@contract/app'
import { shallowRef } from 'vue'
import { isArrow } from './bindings'
import { presets } from './presets'

export const ownKeys: KeySettings = { preset: 'default', changed: {} }

/** The keys that hold in this window; what reads them follows. */
export const keymap = shallowRef<KeySettings>(ownKeys)

/**
 * The keys of an action: what the person chose, else the preset, else its own. Arrows that an action
 * has of its own stay in every case: they always move.
 */
export function keysFor(
  id: string,
  own: readonly string[],
  settings: KeySettings = keymap.value,
): readonly string[] {
  const chosen = settings.changed[id] ?? presets[settings.preset][id]
  if (chosen === undefined) return own
  return [...new Set([...own.filter(isArrow), ...chosen])]
}
