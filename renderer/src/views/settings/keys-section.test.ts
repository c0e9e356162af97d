import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'
import type { KeySettings } from '@contract/app'
import { addKey } from '@/actions/change-keys'
import { keysFor, ownKeys } from '@/actions/keymap'
import { type KnownAction, knownActions } from '@/actions/known-actions'
import { classLetters } from '@/actions/class-keys'
import { judgePress } from './judge-press'

beforeEach(() => {
  setActivePinia(createPinia())
  classLetters.value = []
})

function known(id: string): KnownAction {
  const found = knownActions.find((action) => action.id === id)
  if (found === undefined) throw new Error(`there is no action ${id}`)
  return found
}

const accept = known('accept')

test('a free key is simply given', () => {
  expect(judgePress('y', accept, ownKeys)).toBeNull()
  expect(judgePress('a', accept, ownKeys)).toBeNull()
})

test('a key of another action of the place names it and where it is', () => {
  const judged = judgePress('x', accept, ownKeys)
  expect(judged?.holders.map(({ id }) => id)).toEqual(['reject'])
  expect(judged?.text).toBe('X is used by “Reject” (Review, image).')
})

test('what a person chose before counts, not what came with Singlet', () => {
  const moved: KeySettings = addKey(ownKeys, known('reject'), 'y')
  expect(judgePress('y', accept, moved)?.holders.map(({ id }) => id)).toEqual(['reject'])
})

test('keys of the system, of the focus and of moving are refused with a reason', () => {
  for (const keys of ['$mod+w', 'Tab', 'ArrowUp', 'F11']) {
    const judged = judgePress(keys, accept, ownKeys)
    expect(judged?.holders).toEqual([])
    expect(judged?.text).not.toBe('')
  }
})

test('keys of classes are refused where classes have keys, and only there', () => {
  classLetters.value = ['b']
  for (const keys of ['Digit1', 'Shift+Digit1', 'b']) {
    expect(judgePress(keys, accept, ownKeys)?.text).toContain('gives a class its label')
    expect(judgePress(keys, known('change-recipe'), ownKeys)).toBeNull()
  }
})

test('every action can be had back from any change', () => {
  for (const action of knownActions.filter(({ fixed }) => !fixed)) {
    const changed = addKey(ownKeys, action, 'F9')
    expect(keysFor(action.id, action.keys, changed)).toContain('F9')
  }
})
