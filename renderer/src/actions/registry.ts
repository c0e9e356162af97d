import { computed, shallowRef } from 'vue'
import { parseKeybinding } from 'tinykeys'
import type { Action, ActionScope, RegisteredAction } from './action'

/** Chords that belong to the system or the browser; binding one is a mistake of ours. */
const systemChords = [
  'Alt+Tab',
  'Alt+F4',
  'F11',
  'F12',
  ...['Tab', 'w', 'q', 't', 'n', 'r', 'l', 'c', 'v', 'x', 'p'].map((key) => `$mod+${key}`),
]

interface Layer {
  readonly scope: ActionScope
  readonly actions: () => readonly Action[]
}

const layers = shallowRef<readonly Layer[]>([])

/** Every action that exists at the moment; those of the innermost view first. */
export const registeredActions = computed<readonly RegisteredAction[]>(() =>
  layers.value
    .toReversed()
    .flatMap(({ scope, actions }) => actions().map((action) => ({ ...action, scope }))),
)

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
  for (const keys of action.keys ?? []) {
    if (systemChords.some((chord) => same(chord, keys))) {
      throw new Error(`${action.id}: ${keys} belongs to the system`)
    }
  }
}

function same(a: string, b: string): boolean {
  return canonical(a) === canonical(b)
}

function canonical(keys: string): string {
  return JSON.stringify(parseKeybinding(keys)).toLowerCase()
}
