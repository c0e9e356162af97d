import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { menuTemplate } from './menu-template'

const nothing = { go: () => undefined, press: () => undefined }

function flatten(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [
    item,
    ...(Array.isArray(item.submenu) ? flatten(item.submenu) : []),
  ])
}

describe.each(['linux', 'win32', 'darwin'] as const)('the menu on %s', (platform) => {
  it('has no dead item: each does something, has a role, or holds items', () => {
    for (const item of flatten(menuTemplate(platform, nothing))) {
      const alive = item.click ?? item.role ?? item.submenu ?? item.type === 'separator'
      expect(alive, item.label).toBeTruthy()
    }
  })

  it('uses no accelerator twice', () => {
    const keys = flatten(menuTemplate(platform, nothing)).flatMap((item) => item.accelerator ?? [])
    expect(new Set(keys).size).toBe(keys.length)
  })
})

it('ends the program from the File menu where there is no application menu', () => {
  const roles = (platform: NodeJS.Platform) =>
    flatten(menuTemplate(platform, nothing)).flatMap((item) => item.role ?? [])
  expect(roles('linux')).toContain('quit')
  expect(roles('darwin')).toContain('appMenu')
})
