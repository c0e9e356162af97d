import { computed, shallowRef } from 'vue'
import type { Action, ActionScope, RegisteredAction } from './action'
import { isSystemChord } from './bindings'
import { keysFor } from './keymap'

interface Layer {
  readonly scope: ActionScope
  readonly actions: () => readonly Action[]
}

const layers = shallowRef<readonly Layer[]>([])

/** Every action that exists at the moment, with the keys chosen for it; the innermost view's first. */
export const registeredActions = computed<readonly RegisteredAction[]>(() =>
  layers.value
    .toReversed()
    .flatMap(({ scope, actions }) => actions().map((action) => withKeys(action, scope))),
)

function withKeys(action: Action, scope: ActionScope): RegisteredAction {
  return { ...action, scope, keys: keysFor(action.id, action.keys ?? []) }
}

/** Adds actions on top of those that are there; returns what takes them away. */
export function registerActions(scope: ActionScope, actions: () => readonly Action[]): () => void {
  for (const action of actions()) refuseSystemChords(action)
  const layer: Layer = { scope, actions }
  layers.value = [...layers.value, layer]
  return () => {
    layers.value = layers.value.filter((other) => other !== layer)
  }
}

export function isEnabled(action: Action): boolean {
  return action.enabled?.() ?? true
}

function refuseSystemChords(action: Action): void {
  const keys = action.keys?.find(isSystemChord)
  if (keys !== undefined) throw new Error(`${action.id}: ${keys} belongs to the system`)
}
