import type { KeySettings } from '@contract/app'
import { expect, test } from 'vitest'
import type { ActionScope } from './action'
import { addKey, dropKey, removeKey, resetKeys, swapKeys, takeKey } from './change-keys'
import { conflictsOf, holdersOf } from './conflicts'
import { keysFor, ownKeys } from './keymap'
import type { KnownAction } from './known-actions'

const accept = known('accept', 'image', ['a'])
const reject = known('reject', 'image', ['x'])
const evidence = known('evidence', 'sweep', ['e'])
const palette = known('palette', 'everywhere', ['$mod+k'])
const next = known('next', 'image', ['ArrowRight'])
const all = [accept, reject, evidence, palette, next]

function known(id: string, scope: ActionScope, keys: string[]): KnownAction {
  const titleKey = (
    { accept: 'work.accept', reject: 'work.reject', evidence: 'work.evidence' } as const
  )[id]
  return {
    id,
    scope,
    keys,
    titleKey: titleKey ?? (id === 'next' ? 'work.next' : 'action.palette'),
    fixed: false,
  }
}

function keys(action: KnownAction, settings: KeySettings): readonly string[] {
  return keysFor(action.id, action.keys, settings)
}

test('a key can be added, taken away, and all can be as they were', () => {
  const more = addKey(ownKeys, accept, 'y')
  expect(keys(accept, more)).toEqual(['a', 'y'])
  const none = removeKey(removeKey(more, accept, 'a'), accept, 'y')
  expect(keys(accept, none)).toEqual([])
  expect(resetKeys(none, accept)).toEqual(ownKeys)
})

test('going back to the preset’s keys by hand leaves no change behind', () => {
  const there = addKey(ownKeys, accept, 'y')
  expect(removeKey(there, accept, 'y')).toEqual(ownKeys)
})

test('arrows stay with what they move', () => {
  const added = addKey(ownKeys, next, 'n')
  expect(keys(next, added)).toEqual(['ArrowRight', 'n'])
  expect(keys(next, removeKey(added, next, 'ArrowRight'))).toEqual(['ArrowRight', 'n'])
})

test('a key that another action of the place has is a conflict; elsewhere it is none', () => {
  expect(conflictsOf(all, ownKeys)).toEqual([])
  expect(holdersOf(all, ownKeys, accept, 'x')).toEqual([reject])
  expect(holdersOf(all, ownKeys, accept, 'e')).toEqual([])
  expect(holdersOf(all, ownKeys, evidence, '$mod+K')).toEqual([palette])
  const both = addKey(ownKeys, accept, 'x')
  expect(conflictsOf(all, both)).toEqual([{ keys: 'x', action: accept, other: reject }])
})

test('what shares a key from the start does so on purpose', () => {
  const clear = known('clear', 'image', ['Escape'])
  const back = { ...known('back', 'image', ['Escape']), titleKey: 'work.back' as const }
  expect(conflictsOf([clear, back], ownKeys)).toEqual([])
})

test('a conflict ends by taking, by swapping, or with neither', () => {
  const taken = takeKey(ownKeys, accept, 'x', [reject])
  expect([keys(accept, taken), keys(reject, taken)]).toEqual([['a', 'x'], []])
  const swapped = swapKeys(ownKeys, accept, 'x', [reject])
  expect([keys(accept, swapped), keys(reject, swapped)]).toEqual([['x'], ['a']])
  const dropped = dropKey(ownKeys, 'x', [reject])
  expect([keys(accept, dropped), keys(reject, dropped)]).toEqual([['a'], []])
  for (const settings of [taken, swapped, dropped]) expect(conflictsOf(all, settings)).toEqual([])
})
