import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { DesktopBridge, hostPortMessage } from '../../core/contract/shell-messages'

// A sandboxed script may load nothing but Electron: the name is written again, checked by its type.
const hostPort: typeof hostPortMessage = 'host-port'

const ask = async (channel: string, value: unknown): Promise<string | null> => {
  const answer: unknown = await ipcRenderer.invoke(channel, value)
  return typeof answer === 'string' ? answer : null
}

const bridge: DesktopBridge = {
  chooseFolder: (options) => ask('choose-folder', options),
  pathOfFile: (file) => (file instanceof File ? webUtils.getPathForFile(file) : ''),
  showInFolder: async (path) => {
    await ask('show-in-folder', path)
  },
}

contextBridge.exposeInMainWorld('singlet', bridge)

// A port cannot cross the bridge; a message to our own origin can carry it.
ipcRenderer.on(hostPort, (event) => {
  window.postMessage(hostPort, location.origin, event.ports)
})
