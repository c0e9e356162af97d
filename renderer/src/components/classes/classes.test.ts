import { describe, expect, it } from 'vitest'
import { classInfo } from '@contract/classes'
import type { ClassInfo } from '@contract/classes'
import { classKeys } from './class-keys'
import { findClasses } from './class-search'
import { thinClasses } from './thin-classes'

function make(name: string, id: number, extra: Partial<ClassInfo> = {}): ClassInfo {
  const counts = { present: 0, absent: 0, undecided: 0 }
  return { ...classInfo.parse({ id, name, colour: '#336699', hotkey: null, ...counts }), ...extra }
}

describe('keys of classes', () => {
  it('are the digits, then Shift with the digits, then none', () => {
    const keys = classKeys(Array.from({ length: 23 }, (_, at) => make(`c${at}`, at + 1)))
    expect(keys).toHaveLength(20)
    expect(keys[0]).toMatchObject({ keys: ['Digit1', '1'], hint: '1' })
    expect(keys[9]).toMatchObject({ hint: '0' })
    expect(keys[10]).toMatchObject({ keys: ['Shift+Digit1'], hint: '⇧1' })
    expect(keys[19]?.class.name).toBe('c19')
  })

  it('keep a key that a class has of its own away from the others', () => {
    const keys = classKeys([make('cat', 1), make('dog', 2, { hotkey: '1' }), make('boat', 3)])
    expect(keys.map((one) => [one.class.name, one.hint])).toEqual([
      ['cat', '2'],
      ['dog', '1'],
      ['boat', '3'],
    ])
  })
})

describe('finding a class by typing', () => {
  const classes = ['motorboat', 'boat', 'boathouse', 'dog', 'Zürich'].map((name, at) =>
    make(name, at + 1),
  )

  it('puts the exact name first, then names that begin so', () => {
    expect(findClasses(classes, 'boat').found.map((one) => one.name)).toEqual([
      'boat',
      'boathouse',
      'motorboat',
    ])
  })

  it('forgives a slip and offers to add what no class is called', () => {
    const matches = findClasses(classes, 'boqt')
    expect(matches.found.map((one) => one.name)).toContain('boat')
    expect(matches.added).toBe('boqt')
  })

  it('offers no second class of the same name, whatever its case or blanks', () => {
    expect(findClasses(classes, ' BOAT ').added).toBeNull()
    expect(findClasses(classes, 'zürich').added).toBeNull()
  })

  it('lists every class while nothing is typed', () => {
    expect(findClasses(classes, '  ')).toEqual({ found: classes, added: null })
  })
})

describe('the coach', () => {
  const counted = (counts: number[]) =>
    counts.map((present, at) => make(`c${at}`, at + 1, { present }))

  it('names the classes that lag far behind the middle one, thinnest first', () => {
    const names = thinClasses(counted([40, 30, 4, 0, 35])).map((one) => one.name)
    expect(names).toEqual(['c3', 'c2'])
  })

  it('says nothing before there is enough to compare, nor when all is even', () => {
    expect(thinClasses(counted([1, 0, 0]))).toEqual([])
    expect(thinClasses(counted([20, 22, 25]))).toEqual([])
    expect(thinClasses([])).toEqual([])
  })
})
