import { expect, test } from 'vitest'
import type { RegisteredAction } from '@/actions/action'
import { commandEntries, findEntries } from './palette-entries'

const base: RegisteredAction = {
  id: 'go-train',
  titleKey: 'action.goTrain',
  scope: 'project',
  run: () => undefined,
}

test('only what can be done now, and makes sense without its key, is offered', () => {
  const entries = commandEntries([
    base,
    { ...base, id: 'off', enabled: () => false },
    { ...base, id: 'move', onlyByKey: true },
    { ...base, id: 'find-anything' },
  ])
  expect(entries.map((entry) => entry.id)).toEqual(['action:go-train'])
})

test('two mistyped letters still find a command, nonsense finds nothing', () => {
  const entries = commandEntries([base, { ...base, id: 'go-export', titleKey: 'action.goExport' }])
  expect(findEntries(entries, 'exprt').map((entry) => entry.title)).toEqual(['Go to Export'])
  expect(findEntries(entries, 'zzzz')).toEqual([])
  expect(findEntries(entries, '  ')).toHaveLength(2)
})
