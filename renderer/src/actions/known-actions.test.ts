import { expect, test } from 'vitest'
import type { KeySettings } from '@contract/app'
import { refusalOf } from './bindings'
import { conflictsOf } from './conflicts'
import { ownKeys } from './keymap'
import { knownActions } from './known-actions'
import { presets } from './presets'

const sources = import.meta.glob<string>(
  ['../**/*.ts', '../**/*.vue', '!../**/*.test.ts', '!./known-actions.ts'],
  { query: '?raw', import: 'default', eager: true },
)

/** Actions as the sources write them: an object with `id` and `titleKey`, or a helper's first two words. */
const written = [
  /\bid: '([a-z]+(?:-[a-z]+)*)',\s*titleKey: (?=([\s\S]{0,300}))/g,
  /\b(?:moving|byKey|answer|zooming)\(\s*'([a-z]+(?:-[a-z]+)*)',\s*(?=([\s\S]{0,300}))/g,
]

interface Written {
  readonly id: string
  readonly titles: readonly string[]
  /** null where the list is made of more than words. */
  readonly keys: readonly string[] | null
  readonly file: string
}

function found(): Written[] {
  return Object.entries(sources).flatMap(([file, text]) =>
    written.flatMap((pattern) =>
      [...text.matchAll(pattern)].map(([, id = '', rest = '']) => read(id, rest, file)),
    ),
  )
}

/** An action's own words end where it says what it does. */
function read(id: string, rest: string, file: string): Written {
  const words = rest.split(/\b(?:run|enabled|titleParams)\b|\}/)[0] ?? ''
  const list = /\[((?:'[^']*'|[^\]'])*)\]/.exec(words)
  const titles = quoted(words.slice(0, list?.index))
  const simple = list?.[1]?.includes('...') === false
  return { id, file, titles, keys: simple ? quoted(list[1] ?? '') : null }
}

function quoted(text: string): string[] {
  return [...text.matchAll(/'([^']+)'/g)].map(([, inside = '']) => inside)
}

test('the views’ actions are all known, by the same name and with the same keys', () => {
  const all = found()
  expect(all.length).toBeGreaterThan(40)
  const known = new Map(knownActions.map((action) => [action.id, action]))
  const wrong = all.filter(({ id, titles, keys }) => {
    const action = known.get(id)
    if (action === undefined || !titles.includes(action.titleKey)) return true
    return keys !== null && JSON.stringify(keys) !== JSON.stringify(action.keys)
  })
  expect(wrong).toEqual([])
})

test('no action is listed that no view has', () => {
  const text = Object.values(sources).join('\n')
  expect(knownActions.filter(({ id }) => !text.includes(`'${id}'`))).toEqual([])
  expect(new Set(knownActions.map(({ id }) => id)).size).toBe(knownActions.length)
})

test.each(Object.entries(presets))(
  'the preset %s names real actions and no two quarrel',
  (preset, table) => {
    const ids = new Set(knownActions.map(({ id }) => id))
    expect(Object.keys(table).filter((id) => !ids.has(id))).toEqual([])
    expect(
      Object.values(table)
        .flat()
        .filter((keys) => refusalOf(keys) !== null),
    ).toEqual([])
    // A key of the table above is a preset by definition.
    const settings: KeySettings = { ...ownKeys, preset: preset as KeySettings['preset'] }
    expect(conflictsOf(knownActions, settings)).toEqual([])
  },
)
