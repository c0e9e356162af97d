import { expect, it } from 'vitest'
import { isSamePage } from './addresses'

const page = new URL('app://singlet/index.html')

it.each(['app://singlet/index.html', 'app://singlet/index.html#/p/a/label?image=1'])(
  'knows %s as its own page',
  (address) => {
    expect(isSamePage(address, page)).toBe(true)
  },
)

it.each([
  'app://singlet.example/index.html',
  'app://singlet/other.html',
  'https://singlet/index.html',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'not an address',
  '',
])('refuses %s', (address) => {
  expect(isSamePage(address, page)).toBe(false)
})
