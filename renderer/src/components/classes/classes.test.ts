import { describe, expect, it } from 'vitest'
import { classInfo } from '@contract/classes'
import type { ClassInfo } from '@contract/classes'
import { classKeys } from './class-keys'
import { classRows } from './class-rows'
import { findClasses } from './class-search'
import { thinClasses } from './thin-classes'

function make(name: string, id: number, extra: Partial<ClassInfo> = {}): ClassInfo {
  const counts = { present: 0, absent: 0, undecided: 0 }
  return {
    ...classInfo.parse({ id, name, colour: '#336699', hotkey: null, group: null, ...counts }),
    ...extra,
  }
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

describe('a long list of awkward names', () => {
  const awkward = ['<b>bold</b>', 'כלב שחור', '🐕‍🦺 dog', 'a'.repeat(200), 'naïve', 'x {n} | @:y']
  const classes = [
    ...awkward,
    ...Array.from({ length: 2000 }, (_, at) => `class number ${String(at)} of many`),
  ].map((name, at) => make(name, at + 1))

  it('finds each of them, without its accents too', () => {
    for (const name of awkward) expect(findClasses(classes, name).found[0]?.name).toBe(name)
    expect(findClasses(classes, 'naive').found[0]?.name).toBe('naïve')
    expect(findClasses(classes, 'שחור').found[0]?.name).toBe('כלב שחור')
    expect(findClasses(classes, 'number 1437').found[0]?.name).toBe('class number 1437 of many')
  })

  it('offers no second spelling of a name: another Unicode form, blanks, control signs', () => {
    expect(findClasses(classes, 'nai\u0308ve').added).toBeNull()
    expect(findClasses(classes, ' NAÏVE\t').added).toBeNull()
    expect(findClasses(classes, 'x  {N} |\n@:y').added).toBeNull()
  })
})

describe('lines of the class list', () => {
  const classes = [
    make('sofa', 1, { group: 'indoors' }),
    make('dog', 2),
    make('lamp', 3, { group: 'indoors' }),
    make('boat', 4, { group: 'harbour' }),
  ]
  const words = (rows: ReturnType<typeof classRows>) =>
    rows.map((row) => (row.kind === 'class' ? `${row.at} ${row.one.name}` : [row.kind, row.name]))

  it('stand in groups, the rest last, counted without the headings', () => {
    expect(words(classRows(findClasses(classes, ''), true))).toEqual([
      ...[['group', 'indoors'], '0 sofa', '1 lamp', ['group', 'harbour'], '2 boat'],
      ...[['group', null], '3 dog'],
    ])
  })

  it('have no headings while somebody types, nor where there are no groups', () => {
    expect(words(classRows(findClasses(classes, 'lam'), false))).toEqual([
      ...['0 lamp', ['add', 'lam']],
    ])
    const plain = [make('cat', 1)]
    expect(words(classRows(findClasses(plain, ''), true))).toEqual(['0 cat'])
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
