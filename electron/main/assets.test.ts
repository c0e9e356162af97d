import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contentTypeOf, resolveAsset } from './assets'

const folder = resolve('out/renderer')

describe('addresses of the built page', () => {
  it('finds the page itself and the files beside it', () => {
    expect(resolveAsset(folder, 'app://singlet/')).toBe(resolve(folder, 'index.html'))
    expect(resolveAsset(folder, 'app://singlet/index.html#/new')).toBe(
      resolve(folder, 'index.html'),
    )
    expect(resolveAsset(folder, 'app://singlet/assets/a%20b.js?v=1')).toBe(
      resolve(folder, 'assets/a b.js'),
    )
  })

  it('never leaves its folder by dots', () => {
    expect(resolveAsset(folder, 'app://singlet/%2e%2e/main/index.js')).toBe(
      resolve(folder, 'main/index.js'),
    )
  })

  it.each([
    'app://singlet/..%2f..%2f..%2fetc%2fpasswd',
    'app://singlet/%00',
    'app://singlet/%E0%A4%A',
    'app://elsewhere/index.html',
  ])('refuses %s', (address) => {
    expect(resolveAsset(folder, address)).toBeNull()
  })

  it('names the type of what a page needs, and calls the unknown bytes', () => {
    expect(contentTypeOf('a/index.HTML')).toBe('text/html; charset=utf-8')
    expect(contentTypeOf('a/x.woff2')).toBe('font/woff2')
    expect(contentTypeOf('a/x.exe')).toBe('application/octet-stream')
  })
})
