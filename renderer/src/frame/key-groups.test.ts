import { expect, test } from 'vitest'
import type { RegisteredAction } from '@/actions/action'
import { keyGroups } from './key-groups'

const run = (): void => undefined
const actions: RegisteredAction[] = [
  { id: 'accept', titleKey: 'work.accept', scope: 'image', keys: ['a'], run },
  { id: 'class-1', titleKey: 'work.accept', scope: 'image', keys: ['1'], unlisted: true, run },
  { id: 'rescan', titleKey: 'action.rescan', scope: 'project', keys: [], run },
  { id: 'redo', titleKey: 'action.redo', scope: 'project', keys: ['Control+y'], run },
]

function ids(text: string): string[] {
  return keyGroups(actions, text).flatMap((group) => group.actions.map(({ id }) => id))
}

test('what has a key and a name of its own is told, the open view first', () => {
  expect(keyGroups(actions, '').map(({ scope }) => scope)).toEqual(['image', 'project'])
  expect(ids('')).toEqual(['accept', 'redo'])
})

test('it is found by its name and by its key', () => {
  expect(ids('REDO')).toEqual(['redo'])
  expect(ids('ctrl+y')).toEqual(['redo'])
  expect(ids('nothing such')).toEqual([])
})
