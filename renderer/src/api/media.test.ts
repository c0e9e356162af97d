import { expect, test } from 'vitest'
import { sizeFor } from './media'

test('a picture is asked for in the smallest kept width that is sharp on this screen', () => {
  expect(sizeFor(150, 1)).toBe('160')
  expect(sizeFor(150, 2)).toBe('320')
  expect(sizeFor(640, 1)).toBe('640')
  expect(sizeFor(900, 1)).toBe('1280')
  expect(sizeFor(900, 2)).toBe('full')
})
