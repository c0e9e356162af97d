import { expect, test } from 'vitest'
import { readParameter } from './read-parameter'

const share = { min: 0, max: 1, integer: false }

test('a number within its range is read, with point or comma', () => {
  expect(readParameter(' 0.25 ', share)).toBe(0.25)
  expect(readParameter('0,25', share)).toBe(0.25)
  expect(readParameter('1e-3', share)).toBe(0.001)
})

test('what is empty, no number or out of range is refused', () => {
  expect(readParameter('', share)).toBeNull()
  expect(readParameter('much', share)).toBeNull()
  expect(readParameter('1.01', share)).toBeNull()
  expect(readParameter('Infinity', { ...share, max: Infinity })).toBeNull()
})

test('a whole number must be whole', () => {
  expect(readParameter('3', { min: 1, max: 9, integer: true })).toBe(3)
  expect(readParameter('3.5', { min: 1, max: 9, integer: true })).toBeNull()
})
