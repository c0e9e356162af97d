import type { KeySettings } from '@contract/app'
import { isArrow, pressId } from './bindings'
import { keysFor } from './keymap'
import type { KnownAction } from './known-actions'

// What a person does to the keys, as new settings each time: the old ones stay for undo.

/** One key more for an action. */
export function addKey(settings: KeySettings, action: KnownAction, press: string): KeySettings {
  return withKeys(settings, action, [...without(settings, action, press), press])
}

export function removeKey(settings: KeySettings, action: KnownAction, press: string): KeySettings {
  return withKeys(settings, action, without(settings, action, press))
}

/** The press goes to `action`; whoever had it loses it. */
export function takeKey(
  settings: KeySettings,
  action: KnownAction,
  press: string,
  holders: readonly KnownAction[],
): KeySettings {
  return addKey(removeFrom(settings, press, holders), action, press)
}

/** The press goes to `action`, and the first who had it gets the first key that `action` had. */
export function swapKeys(
  settings: KeySettings,
  action: KnownAction,
  press: string,
  holders: readonly KnownAction[],
): KeySettings {
  const own = keysFor(action.id, action.keys, settings).filter((keys) => !isArrow(keys))
  const [given, ...rest] = own
  const taken = withKeys(removeFrom(settings, press, holders), action, [press, ...rest])
  const first = holders[0]
  return given === undefined || first === undefined ? taken : addKey(taken, first, given)
}

/** Nobody has the press. */
export function dropKey(
  settings: KeySettings,
  press: string,
  holders: readonly KnownAction[],
): KeySettings {
  return removeFrom(settings, press, holders)
}

/** The preset's keys again. */
export function resetKeys(settings: KeySettings, action: KnownAction): KeySettings {
  const others = Object.entries(settings.changed).filter(([id]) => id !== action.id)
  return { ...settings, changed: Object.fromEntries(others) }
}

function removeFrom(
  settings: KeySettings,
  press: string,
  holders: readonly KnownAction[],
): KeySettings {
  return holders.reduce((left, holder) => removeKey(left, holder, press), settings)
}

function without(settings: KeySettings, action: KnownAction, press: string): string[] {
  return keysFor(action.id, action.keys, settings).filter(
    (keys) => !isArrow(keys) && pressId(keys) !== pressId(press),
  )
}

/** Choosing what the preset has anyway is no change. */
function withKeys(settings: KeySettings, action: KnownAction, keys: string[]): KeySettings {
  const { changed } = resetKeys(settings, action)
  const preset = keysFor(action.id, action.keys, { ...settings, changed })
  const same = JSON.stringify(preset.filter((own) => !isArrow(own))) === JSON.stringify(keys)
  return same
    ? { ...settings, changed }
    : { ...settings, changed: { ...changed, [action.id]: keys } }
}
