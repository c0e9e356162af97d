import { BrowserWindow, nativeTheme } from 'electron'
import type { HostProcess } from './host-process'
import { rememberedPlace } from './window-state'

/** Opens the window and gives its page a port to the host each time it was loaded. */
export function openWindow(address: string, preload: string, host: HostProcess): void {
  const place = rememberedPlace()
  const window = new BrowserWindow({
    ...place.bounds,
    minWidth: 900,
    minHeight: 600,
    show: false,
    // The page's own background, so that nothing flashes before it paints.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#f7f8fa',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  place.manage(window)
  window.once('ready-to-show', () => {
    window.show()
  })
  // After the page's scripts ran: a port that nobody listens for yet would be lost.
  window.webContents.on('did-finish-load', () => {
    host.serve(window.webContents)
  })
  void window.loadURL(address)
}

/** Brings the open window to the front; false when there is none. */
export function showWindow(): boolean {
  const window = BrowserWindow.getAllWindows()[0]
  if (!window) return false
  if (window.isMinimized()) window.restore()
  window.focus()
  return true
}
