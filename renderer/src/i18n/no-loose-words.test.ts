import { expect, test } from 'vitest'

const sources = import.meta.glob<string>(
  ['../**/*.ts', '../**/*.vue', '!../**/*.test.ts', '!./**'],
  { query: '?raw', import: 'default', eager: true },
)

/** Errors of ours that only programmers see, and types. */
const internal = /\b(?:new \w*Error|throw)\b|\bgeneric="/

/** Two English words or more in quotes, as a sentence to be read begins. */
const sentence = /(['"`])([A-Z][a-z’]+(?: [a-z’]+)+[^'"`]*)\1/g

function looseWords(text: string): string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|<!--[\s\S]*?-->/gm, '')
  return code
    .split('\n')
    .filter((line) => !internal.test(line))
    .flatMap((line) => [...line.matchAll(sentence)].map(([, , words = '']) => words))
}

test('no sentence for people stands outside the words of the window', () => {
  const found = Object.entries(sources).flatMap(([file, text]) =>
    looseWords(text).map((words) => `${file}: ${words}`),
  )
  expect(found).toEqual([])
})

test('a loose sentence would be found, a comment and an error are none', () => {
  expect(looseWords(`const a = 'Try this again.'`)).toEqual(['Try this again.'])
  expect(looseWords(`// 'Try this again.'\nthrow new Error('No project here')`)).toEqual([])
})
