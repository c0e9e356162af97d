import { BrowserWindow, Menu } from 'electron'
import { menuTemplate } from './menu-template'

/** Puts the application menu in place; its places are hashes of the one page. */
export function installMenu(pageAddress: string): void {
  const template = menuTemplate(process.platform, {
    go: (hash) => {
      void BrowserWindow.getFocusedWindow()?.loadURL(`${pageAddress}${hash}`)
    },
    press: (keyCode, modifiers) => {
      const contents = BrowserWindow.getFocusedWindow()?.webContents
      contents?.sendInputEvent({ type: 'keyDown', keyCode, modifiers })
      contents?.sendInputEvent({ type: 'keyUp', keyCode, modifiers })
    },
  })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
