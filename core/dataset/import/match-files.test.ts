import { expect, it } from 'vitest'
import { matchFiles } from './match-files'

it('finds pictures by path, by other spellings of it and by tails of it', () => {
  const paths = ['a/1.jpg', 'b/1.jpg', 'b/2.jpg', 'c/caf\u00e9.jpg']
  const files = ['a/1.jpg', 'b\\2.jpg', 'c/cafe\u0301.jpg', 'coco/b/1.jpg', '2.jpg']
  expect(matchFiles(files, paths)).toEqual([
    'a/1.jpg',
    'b/2.jpg',
    'c/caf\u00e9.jpg',
    'b/1.jpg',
    'b/2.jpg',
  ])
})

it('leaves open what fits several pictures or none', () => {
  expect(matchFiles(['1.jpg', 'x/2.jpg', '3.jpg'], ['a/1.jpg', 'b/1.jpg', 'b/2.jpg'])).toEqual([
    null,
    null,
    null,
  ])
})
