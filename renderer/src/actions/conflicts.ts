import type { KeySettings } from '@contract/app'
import type { ActionScope } from './action'
import { pressId } from './bindings'
import { keysFor } from './keymap'
import type { KnownAction } from './known-actions'

/** Two actions that one press would mean at the same place. */
export interface Conflict {
  readonly keys: string
  readonly action: KnownAction
  readonly other: KnownAction
}

/** Scopes beside a view's own that are awake with it. */
const awakeEverywhere: readonly ActionScope[] = ['everywhere', 'project']
const companions: Partial<Record<ActionScope, readonly ActionScope[]>> = {
  label: ['grid', 'canvas'],
  image: ['canvas'],
  segment: ['canvas'],
}

/** Whether both can be pressed at the same place. */
export function meet(a: ActionScope, b: ActionScope): boolean {
  if (a === b || awakeEverywhere.includes(a) || awakeEverywhere.includes(b)) return true
  return companions[a]?.includes(b) === true || companions[b]?.includes(a) === true
}

/**
 * Every pair that shares a press under these settings. Pairs that share it from the start do so on
 * purpose (what is in front takes it), and two ways to do the same thing are no quarrel.
 */
export function conflictsOf(
  actions: readonly KnownAction[],
  settings: KeySettings,
): readonly Conflict[] {
  const byPress = new Map<string, { action: KnownAction; keys: string }[]>()
  for (const action of actions) {
    for (const keys of keysFor(action.id, action.keys, settings)) {
      const id = pressId(keys)
      byPress.set(id, [...(byPress.get(id) ?? []), { action, keys }])
    }
  }
  return [...byPress.values()].flatMap(pairs)
}

function pairs(holders: readonly { action: KnownAction; keys: string }[]): Conflict[] {
  return holders.flatMap(({ action, keys }, index) =>
    holders
      .slice(index + 1)
      .filter(({ action: other }) => quarrel(action, other, keys))
      .map(({ action: other }) => ({ keys, action, other })),
  )
}

function quarrel(a: KnownAction, b: KnownAction, keys: string): boolean {
  if (a.id === b.id || a.titleKey === b.titleKey || !meet(a.scope, b.scope)) return false
  return !(holds(a, keys) && holds(b, keys))
}

function holds({ keys }: KnownAction, press: string): boolean {
  return keys.some((own) => pressId(own) === pressId(press))
}

/** The actions that `action` would quarrel with over a press. */
export function holdersOf(
  actions: readonly KnownAction[],
  settings: KeySettings,
  action: KnownAction,
  press: string,
): readonly KnownAction[] {
  return actions.filter(
    (other) =>
      quarrel(action, other, press) &&
      keysFor(other.id, other.keys, settings).some((keys) => pressId(keys) === pressId(press)),
  )
}
