import type { ActionScope, RegisteredAction } from '@/actions/action'
import { keyCaps } from '@/actions/key-words'
import { t } from '@/i18n/text'

export interface KeyGroup {
  readonly scope: ActionScope
  readonly actions: readonly RegisteredAction[]
}

/** What has a key now and fits what was typed, by place; those of the view that is open come first. */
export function keyGroups(actions: readonly RegisteredAction[], text: string): readonly KeyGroup[] {
  const byScope = new Map<ActionScope, RegisteredAction[]>()
  for (const action of actions.filter((one) => isListed(one) && fits(one, text))) {
    byScope.set(action.scope, [...(byScope.get(action.scope) ?? []), action])
  }
  return [...byScope].map(([scope, found]) => ({ scope, actions: found }))
}

function isListed({ unlisted, keys }: RegisteredAction): boolean {
  return unlisted !== true && (keys ?? []).length > 0
}

function fits({ titleKey, titleParams, keys }: RegisteredAction, text: string): boolean {
  const words = [t(titleKey, titleParams?.()), ...(keys ?? []).map((one) => keyCaps(one).join('+'))]
  return words.some((word) => word.toLowerCase().includes(text.trim().toLowerCase()))
}
