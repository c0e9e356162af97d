import { join } from 'node:path'
import { app, dialog } from 'electron'
import { handleAppFiles, appOrigin } from './app-protocol'
import { answerDialogs } from './dialogs'
import { HostProcess } from './host-process'
import { handleMedia } from './media-protocol'
import { installMenu } from './menu'
import { declareSchemes, hardenContents, hardenSession } from './security'
import { openWindow, showWindow } from './window'

const here = import.meta.dirname
const quitPatience = 10_000

/** The page: Vite's server while developing, else the built files by our own scheme. */
const pageAddress = process.env['ELECTRON_RENDERER_URL'] ?? `${appOrigin}/index.html`

function main(): void {
  // A second start only brings the first one's window to the front: one host owns the projects.
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  declareSchemes()
  app.enableSandbox()
  hardenContents(app, new URL(pageAddress))
  const host = new HostProcess(join(here, 'electron-entry.js'), app.getVersion(), tellHostFailed)
  const open = () => {
    openWindow(pageAddress, join(here, '../preload/index.cjs'), host)
  }
  app.on('second-instance', showWindow)
  app.on('activate', () => {
    if (!showWindow()) open()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  stopHostBeforeQuit(host)
  void app.whenReady().then(() => {
    hardenSession()
    handleAppFiles(join(here, '../renderer'))
    handleMedia(host)
    answerDialogs()
    installMenu(pageAddress)
    host.start()
    open()
  })
}

/** Quitting waits until the host has written what it owes, but not for ever. */
function stopHostBeforeQuit(host: HostProcess): void {
  let stopped = false
  app.on('before-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    void host.stop(quitPatience).finally(() => {
      stopped = true
      app.quit()
    })
  })
}

function tellHostFailed(message: string, advice: string): void {
  dialog.showErrorBox(message, advice)
  app.quit()
}

main()
