import { afterEach, expect, test } from 'vitest'
import { de } from './de'
import { en } from './en'
import { es } from './es'
import { fr } from './fr'
import { type Language, languageOf } from './languages'
import { number, t, useLanguage } from './text'
import { zh } from './zh'

const locales = { de, es, fr, zh }

/** Every sentence by its path. */
function sentences(words: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
      if (typeof value === 'string') return [[path + key, value] as const]
      return [...sentences(Object(value) as object, `${path}${key}.`)]
    }),
  )
}

function gaps(sentence: string): string[] {
  return [...new Set(sentence.match(/\{\w+\}/g) ?? [])].sort()
}

const forms = (sentence: string): number => sentence.split(' | ').length
const english = sentences(en)

afterEach(() => useLanguage('en'))

test.each(Object.entries(locales))(
  '%s says all that English says, and nothing else',
  (_tag, words) => {
    const translated = sentences(words)
    expect([...english.keys()].filter((key) => !translated.has(key))).toEqual([])
    expect([...translated.keys()].filter((key) => !english.has(key))).toEqual([])
  },
)

test.each(Object.entries(locales))(
  '%s fills the same gaps and has the same plurals',
  (tag, words) => {
    const wrong = [...sentences(words)].filter(([key, sentence]) => {
      const original = english.get(key) ?? ''
      const sameForms =
        forms(sentence) === forms(original) || (tag === 'zh' && forms(sentence) === 1)
      return !sameForms || gaps(sentence).join() !== gaps(original).join()
    })
    expect(wrong).toEqual([])
  },
)

test('a language is spoken whole: words, numbers, and what the page says it is', async () => {
  await useLanguage('de')
  expect(t('common.cancel')).toBe('Abbrechen')
  expect(t('status.decisions', { n: 3311 })).toBe('3.311 Entscheidungen')
  expect(number(1204)).toBe('1.204')
  expect(document.documentElement.lang).toBe('de')
  await useLanguage('en')
  expect(t('common.cancel')).toBe('Cancel')
  expect(document.documentElement.lang).toBe('en')
})

test.each<[string, Language]>([
  ['de-AT', 'de'],
  ['ZH-hans', 'zh'],
  ['tlh', 'en'],
  ['', 'en'],
])('the tag “%s” means %s', (tag, language) => {
  expect(languageOf(tag)).toBe(language)
})
