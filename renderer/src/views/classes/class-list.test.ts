import { expect, test } from 'vitest'
import type { ClassEntry } from '@contract/classes'
import { classId } from '@contract/ids'
import { listRows, pastedNames, placeAfterStep, shownClasses } from './class-list'

function entry(id: number, name: string, rest: Partial<ClassEntry> = {}): ClassEntry {
  return {
    ...{ id: classId.parse(id), name, colour: '#e69f00', hotkey: null, group: null },
    ...{ present: 0, absent: 0, undecided: 0, status: 'live', into: null, from: null, toSort: 0 },
    ...rest,
  }
}

const cat = entry(1, 'cat', { group: 'animals' })
const boat = entry(2, 'boat')
const dog = entry(3, 'dog', { group: 'animals' })
const old = entry(4, 'old', { status: 'retired' })
const all = [cat, boat, dog, old]
const names = (typed: string) =>
  listRows(all, typed).map((row) => (row.kind === 'class' ? row.entry.name : row.kind))

test('classes stand in their groups, those without one after them, hidden ones last', () => {
  expect(names('')).toEqual(['group', 'cat', 'dog', 'group', 'boat', 'hidden', 'old'])
  expect(shownClasses(listRows(all, '')).map(({ id }) => id)).toEqual([1, 3, 2, 4])
})

test('groups that nobody made have no headings', () => {
  expect(listRows([boat], '').map(({ kind }) => kind)).toEqual(['class'])
})

test('typing finds classes in use and hidden ones', () => {
  expect(names('do')).toEqual(['dog'])
  expect(names('ol')).toContain('old')
  expect(names('zzz')).toEqual([])
})

test('a class moves one step within its group, whatever stands between', () => {
  expect(placeAfterStep(all, cat, -1)).toBeUndefined()
  expect(placeAfterStep(all, dog, -1)?.name).toBe('cat')
  expect(placeAfterStep(all, cat, 1)?.name).toBe('old')
  expect(placeAfterStep(all, dog, 1)).toBeUndefined()
  expect(placeAfterStep([cat, dog], cat, 1)).toBeNull()
})

test('a pasted list counts every name once, and says which are there', () => {
  const text = ' kite \r\nCAT\n\nKite\nsea   gull\nold'
  expect(pastedNames(text, all)).toEqual({
    fresh: ['kite', 'sea gull', 'old'],
    known: ['CAT', 'Kite'],
  })
  expect(pastedNames('Cafe\u0301', [entry(5, 'caf\u00e9')])).toEqual({
    fresh: [],
    known: ['Caf\u00e9'],
  })
})
