import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize, sep } from 'node:path'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import { type WebSocket, WebSocketServer } from 'ws'
import { Failure } from '../contract/failures'
import type { BrowserSession } from '../store/browser-session'
import type { Host } from './compose'
import { SessionGuard } from './session-guard'

const PING_EVERY_MS = 30_000
/** The largest message a window sends is a page of decisions or a pasted class list. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export interface WebServer {
  readonly port: number
  readonly token: string
  /** The address to open; the token stays behind the `#`, which browsers never send. */
  readonly address: string
  close(): Promise<void>
}

interface WebServerOptions {
  /** 0: that of the earlier start where it is free, else any free one. */
  readonly port: number
  readonly rendererDirectory: string
  /** What an earlier start used: windows that are still open go on with it. */
  readonly earlier?: BrowserSession | null
}

/** Door two: the renderer, the router and the pictures over HTTP and WebSocket on this machine only. */
export async function startWebServer(host: Host, options: WebServerOptions): Promise<WebServer> {
  const earlier = options.earlier ?? null
  const guard = new SessionGuard(earlier?.token)
  const server = createServer((request, response) => {
    void answer(request, response, { host, guard, directory: options.rendererDirectory })
  })
  const sockets = acceptSockets(server, host, guard)
  const port = await listenAgain(server, options.port, earlier).catch((error: unknown) => {
    sockets.close()
    throw error
  })
  guard.servesAt(port)
  return {
    port,
    token: guard.token,
    address: `http://127.0.0.1:${port}/#token=${guard.token}`,
    close: async () => {
      sockets.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function listenAgain(
  server: Server,
  port: number,
  earlier: BrowserSession | null,
): Promise<number> {
  if (port !== 0 || earlier === null) return listen(server, port)
  try {
    return await listen(server, earlier.port)
  } catch (error) {
    if (error instanceof Failure && error.code === 'PORT_IN_USE') return listen(server, 0)
    throw error
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuseStart = (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Failure('PORT_IN_USE', `Port ${port} is taken by another program.`, {
              advice: 'Choose another with --port, or leave it out to get a free one.',
              cause: error,
            })
          : error,
      )
    }
    server.once('error', refuseStart)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', refuseStart)
      // A server that listens on a TCP port has an AddressInfo, never a pipe's name.
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function acceptSockets(server: Server, host: Host, guard: SessionGuard): { close(): void } {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (protocols) => [...protocols][0] ?? false,
  })
  const handler = new RPCHandler(host.router)
  const alive = new WeakSet<WebSocket>()
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = refuseUpgrade(request, guard)
    if (refusal) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      alive.add(webSocket)
      webSocket.on('pong', () => alive.add(webSocket))
      webSocket.on('error', () => {
        webSocket.terminate()
      })
      void handler.upgrade(webSocket, { context: { window: Symbol('window') } })
    })
  })
  const pinging = setInterval(() => {
    for (const webSocket of sockets.clients) {
      if (!alive.delete(webSocket)) webSocket.terminate()
      else webSocket.ping()
    }
  }, PING_EVERY_MS)
  return {
    close: () => {
      clearInterval(pinging)
      for (const webSocket of sockets.clients) webSocket.terminate()
      sockets.close()
    },
  }
}

function refuseUpgrade(request: IncomingMessage, guard: SessionGuard): string | null {
  if (request.url !== '/rpc') return '404 Not Found'
  if (!guard.isOwnHost(request) || !guard.isOwnOrigin(request)) return '403 Forbidden'
  return guard.acceptedProtocol(request) === null ? '401 Unauthorized' : null
}

interface Site {
  host: Host
  guard: SessionGuard
  directory: string
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  site: Site,
): Promise<void> {
  try {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (!site.guard.isOwnHost(request)) refuse(response, 403)
    else if (pathname === '/session') openSession(request, response, site.guard)
    else if (request.method !== 'GET' && request.method !== 'HEAD') refuse(response, 405)
    else if (pathname.startsWith('/media/')) await sendMedia(request, response, site)
    else await sendFile(response, site.directory, pathname)
  } catch {
    // Whatever a malformed request provoked is its own fault; ours are answered as Failures above.
    if (!response.headersSent) refuse(response, 400)
    response.end()
  }
}

function openSession(request: IncomingMessage, response: ServerResponse, guard: SessionGuard) {
  if (request.method !== 'POST') {
    refuse(response, 405)
  } else if (!guard.isOwnOrigin(request)) {
    refuse(response, 403)
  } else if (!guard.hasBearer(request)) {
    refuse(response, 401)
  } else {
    response.writeHead(204, { 'Set-Cookie': guard.cookie() }).end()
  }
}

async function sendMedia(request: IncomingMessage, response: ServerResponse, site: Site) {
  if (!site.guard.hasCookie(request)) {
    refuse(response, 401)
    return
  }
  const abort = new AbortController()
  response.on('close', () => {
    abort.abort()
  })
  const media = await site.host.media(request.url ?? '', abort.signal)
  response.writeHead(media.status, {
    'Content-Type': media.type,
    'Cache-Control': media.cacheable ? 'private, max-age=31536000, immutable' : 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  response.end(media.body)
}

async function sendFile(response: ServerResponse, directory: string, pathname: string) {
  const relative = normalize(decodeURIComponent(pathname === '/' ? '/index.html' : pathname))
  const file = join(directory, relative)
  const type = CONTENT_TYPES[extname(file)]
  if (!file.startsWith(directory + sep) || !type || !(await isFile(file))) {
    refuse(response, 404)
    return
  }
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': relative.startsWith(`${sep}assets`) ? 'max-age=31536000' : 'no-cache',
  })
  createReadStream(file).pipe(response)
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found?.isFile() ?? false
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Type': 'text/plain' }).end(`${status}`)
}
