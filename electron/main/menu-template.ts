import type { MenuItemConstructorOptions } from 'electron'

export interface MenuDoings {
  /** Shows a place of the page, e.g. `#/new`. */
  go: (hash: string) => void
  /** Presses a key in the page, for commands that the page owns; the keys are told in its `?` list. */
  press: (keyCode: string, modifiers: ('control' | 'meta' | 'shift')[]) => void
}

/** The application menu. Undo and redo of text fields only: the page takes the keys before the menu. */
export function menuTemplate(
  platform: NodeJS.Platform,
  { go, press }: MenuDoings,
): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  const file: MenuItemConstructorOptions[] = [
    {
      label: 'New Project…',
      accelerator: 'CommandOrControl+N',
      click: () => {
        go('#/new')
      },
    },
    {
      label: 'Projects',
      accelerator: 'CommandOrControl+Shift+O',
      click: () => {
        go('#/')
      },
    },
    { type: 'separator' },
    { role: mac ? 'close' : 'quit' },
  ]
  const find = mac ? 'meta' : 'control'
  const help: MenuItemConstructorOptions[] = [
    {
      label: 'Find a Class or Command…',
      accelerator: 'CommandOrControl+K',
      // Shown, not bound: the page itself listens to this key.
      registerAccelerator: false,
      click: () => {
        press('K', [find])
      },
    },
    {
      label: 'Keyboard Shortcuts',
      click: () => {
        press('?', ['shift'])
      },
    },
  ]
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    { label: '&File', submenu: file },
    { role: 'editMenu' },
    { label: '&View', submenu: viewMenu },
    { role: 'windowMenu' },
    { role: 'help', label: '&Help', submenu: help },
  ]
}

const viewMenu: MenuItemConstructorOptions[] = [
  { role: 'reload' },
  { role: 'toggleDevTools' },
  { type: 'separator' },
  { role: 'togglefullscreen' },
]
