import { afterEach, expect, test } from 'vitest'
import { takeToken } from './connect-web'

afterEach(() => {
  sessionStorage.clear()
  location.hash = ''
})

test('the token goes from the address into this tab and leaves the address', () => {
  location.hash = '#token=ab-12_cd'
  expect(takeToken()).toBe('ab-12_cd')
  expect(location.href).not.toContain('ab-12_cd')
  expect(location.hash).toBe('#/')
})

test('an address of a view may bring the token too, and stays that address', () => {
  location.hash = '#/p/x/label?token=ab12'
  expect(takeToken()).toBe('ab12')
  expect(location.hash).toBe('#/p/x/label')
})

test('a reloaded tab still has its token, at whatever place it is', () => {
  location.hash = '#token=ab12'
  takeToken()
  location.hash = '#/p/x/label'
  expect(takeToken()).toBe('ab12')
  expect(location.hash).toBe('#/p/x/label')
})

test('a tab without a token has none', () => {
  location.hash = '#/p/x/label'
  expect(takeToken()).toBeNull()
})
