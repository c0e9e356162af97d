import { type App, protocol, session } from 'electron'
import { isSamePage } from './addresses'

/** Before the app is ready: our two schemes behave like the web's own, so that CSP and fetch hold. */
export function declareSchemes(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true }
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges },
    { scheme: 'media', privileges: { ...privileges, corsEnabled: true } },
  ])
}

/** No camera, no notification, no download: a labelling window needs no permission. */
export function hardenSession(): void {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false)
  })
  defaultSession.setPermissionCheckHandler(() => false)
  defaultSession.setDevicePermissionHandler(() => false)
  defaultSession.on('will-download', (event) => {
    event.preventDefault()
  })
  // The spell checker would fetch its dictionaries from the network.
  defaultSession.setSpellCheckerEnabled(false)
}

/** Every page, now and later: stays where it is, opens nothing, embeds nothing. */
export function hardenContents(app: App, page: URL): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-navigate', (event) => {
      if (!isSamePage(event.url, page)) event.preventDefault()
    })
    contents.on('will-frame-navigate', (event) => {
      if (!isSamePage(event.url, page)) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => {
      event.preventDefault()
    })
  })
}
