import type { KeySettings } from '@contract/app'
import { isClassKey } from '@/actions/class-keys'
import { pressId, refusalOf } from '@/actions/bindings'
import { holdersOf, meet } from '@/actions/conflicts'
import { keysFor } from '@/actions/keymap'
import { type KnownAction, knownActions } from '@/actions/known-actions'
import { t } from '@/i18n/text'
import { keyText } from './use-key-settings'

/** Why a press was not simply given to an action, and who has it. */
export interface Judgement {
  readonly keys: string
  readonly text: string
  /** Empty where it cannot be had at all. */
  readonly holders: readonly KnownAction[]
}

/** null when nothing speaks against it, or the action has the press already. */
export function judgePress(
  keys: string,
  action: KnownAction,
  settings: KeySettings,
): Judgement | null {
  const name = { keys: keyText(keys) }
  const refusal = refusalOf(keys)
  if (refusal !== null) return { keys, text: t(`keySettings.${refusal}`, name), holders: [] }
  const own = keysFor(action.id, action.keys, settings).map(pressId)
  if (own.includes(pressId(keys))) return null
  const nearClasses = meet(action.scope, 'label') || meet(action.scope, 'image')
  if (nearClasses && isClassKey(keys)) {
    return { keys, text: t('keySettings.byClass', name), holders: [] }
  }
  const holders = holdersOf(knownActions, settings, action, keys)
  if (holders.length === 0) return null
  const text = t('keySettings.taken', { ...name, holders: holders.map(holderText).join(', ') })
  return { keys, text, holders }
}

function holderText({ titleKey, scope }: KnownAction): string {
  return t('keySettings.holder', { action: t(titleKey), scope: t(`scope.${scope}`) })
}
