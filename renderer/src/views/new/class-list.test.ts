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
  })
})

test('composed and decomposed letters are the same name', () => {
  expect(parseClassList('caf\u00e9\ncafe\u0301').names).toEqual(['café'])
})
