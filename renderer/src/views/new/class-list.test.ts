import { expect, test } from 'vitest'
import { parseClassList } from './class-list'

test('lines, commas, semicolons and tabs separate classes; spaces inside a name stay', () => {
  expect(parseClassList('traffic light\ndog, boat;kite\tcup').names).toEqual([
    'traffic light',
    'dog',
    'boat',
    'kite',
    'cup',
  ])
})

test('empty lines and blanks make no class', () => {
  expect(parseClassList(' \n,,\r\n ; ').names).toEqual([])
})

test('a name written twice is kept once, in its first spelling, and reported', () => {
  expect(parseClassList('Dog\ncat\ndog\nDOG')).toEqual({
    names: ['Dog', 'cat'],
    duplicates: ['Dog'],
    tooLong: [],
  })
})

test('a name that is longer than a sentence is told, any other spelling is a name', () => {
  const [fine, long] = ['ş'.repeat(300), 'w'.repeat(301)]
  expect(parseClassList(`${fine}\n${long}\n<b>\nכלב\n🐕`).tooLong).toEqual([long])
})

test('composed and decomposed letters are the same name', () => {
  expect(parseClassList('caf\u00e9\ncafe\u0301').names).toEqual(['café'])
})
