import { dirname } from 'node:path'
import { toFailureInfo } from '../contract/failures'
import { keepBrowserSession, readBrowserSession } from '../store/browser-session'
import type { Host } from './compose'
import { startWebServer, type WebServer } from './web-server'

/** Door two as people use it: a window that is still open goes on after the host was started again. */
export async function openBrowserDoor(
  host: Host,
  options: { port: number; rendererDirectory: string },
): Promise<WebServer> {
  const directory = dirname(host.services.user.path)
  const startedAt = Date.now()
  const earlier = await readBrowserSession(directory, startedAt)
  const server = await startWebServer(host, { ...options, earlier })
  const { token, port } = server
  await keepBrowserSession(directory, { token, port, startedAt }).catch((error: unknown) => {
    // Windows then need the new address after a restart; nothing else depends on it.
    process.stderr.write(`singlet: ${toFailureInfo(error).message}\n`)
  })
  return server
}
