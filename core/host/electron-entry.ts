import { RPCHandler } from '@orpc/server/message-port'
import { toFailureInfo } from '../contract/failures'
import { hostEnvironment, type HostToShell, shellToHost } from '../contract/shell-messages'
import { createHost, type Host } from './compose'
import type { Caller } from './routes/procedures'

/**
 * Door one: the process that Electron's main process starts (`utilityProcess`). It is given one
 * MessagePort for each window, answers pictures over its own port, and knows nothing of windows.
 */
interface ShellPort {
  on(event: 'message', listener: (message: { data: unknown; ports: WindowPort[] }) => void): void
  postMessage(message: HostToShell): void
}
type WindowPort = Parameters<RPCHandler<Caller>['upgrade']>[0] & { start(): void }

function serve(host: Host, shell: ShellPort): void {
  const handler = new RPCHandler(host.router)
  const pictures = new Map<number, AbortController>()

  const sendPicture = async (id: number, path: string) => {
    const abort = new AbortController()
    pictures.set(id, abort)
    const { status, type, body, cacheable } = await host.media(path, abort.signal)
    pictures.delete(id)
    if (abort.signal.aborted) return
    shell.postMessage({
      kind: 'media',
      id,
      status,
      type,
      immutable: cacheable,
      body: new Uint8Array(body),
    })
  }

  shell.on('message', ({ data, ports }) => {
    const message = shellToHost.parse(data)
    switch (message.kind) {
      case 'serve':
        for (const port of ports) {
          handler.upgrade(port, { context: { window: Symbol('window') } })
          port.start()
        }
        break
      case 'media':
        void sendPicture(message.id, message.path)
        break
      case 'media-cancel':
        pictures.get(message.id)?.abort()
        pictures.delete(message.id)
        break
      case 'shutdown':
        void host.close().then(() => process.exit(0))
        break
    }
  })
  shell.postMessage({ kind: 'ready' })
}

// Electron adds this to `process` in a utility process; its types would bring all of Electron along.
const { parentPort: shell } = process as unknown as { parentPort: ShellPort }
try {
  serve(
    createHost({
      mode: 'desktop',
      version: process.env[hostEnvironment.version] ?? '0.0.0',
      dataDirectory: process.env[hostEnvironment.dataDirectory],
    }),
    shell,
  )
} catch (error) {
  const { message, advice } = toFailureInfo(error)
  shell.postMessage({ kind: 'failed', message, advice })
  process.exitCode = 1
}
