import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const PROTOCOL_PREFIX = 'singlet.'

/**
 * Who may talk to a host that listens on a port: only pages that this host served itself (Host and
 * Origin), and only with its token. Other programs and other web pages on the same machine have neither.
 */
export class SessionGuard {
  readonly token: string
  #hosts = new Set<string>()
  /** Cookies are shared between ports, so each host names its own. */
  #cookieName = ''

  /** A new token, unless that of an earlier start is to be kept. */
  constructor(token: string = randomBytes(32).toString('hex')) {
    this.token = token
  }

  /** To be told once the port is known: requests for any other host are refused (DNS rebinding). */
  servesAt(port: number): void {
    this.#cookieName = `singlet-${port}`
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`])
  }

  isOwnHost(request: IncomingMessage): boolean {
    return this.#hosts.has(request.headers.host ?? '')
  }

  /** Browsers always send an Origin with WebSockets and POSTs; without one the answer is no. */
  isOwnOrigin(request: IncomingMessage): boolean {
    const origin = request.headers.origin ?? ''
    return origin.startsWith('http://') && this.#hosts.has(origin.slice('http://'.length))
  }

  hasBearer(request: IncomingMessage): boolean {
    const [scheme, value] = (request.headers.authorization ?? '').split(' ')
    return scheme === 'Bearer' && this.#isToken(value)
  }

  /** The WebSocket sub-protocol that carries the right token, to be echoed; null refuses. */
  acceptedProtocol(request: IncomingMessage): string | null {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',')
    const protocol = offered.map((one) => one.trim()).find((one) => one.startsWith(PROTOCOL_PREFIX))
    if (!protocol || !this.#isToken(protocol.slice(PROTOCOL_PREFIX.length))) return null
    return protocol
  }

  hasCookie(request: IncomingMessage): boolean {
    const cookies = (request.headers.cookie ?? '').split(';').map((one) => one.trim().split('='))
    return cookies.some(([name, value]) => name === this.#cookieName && this.#isToken(value))
  }

  cookie(): string {
    return `${this.#cookieName}=${this.token}; HttpOnly; SameSite=Strict; Path=/`
  }

  #isToken(value: string | undefined): boolean {
    const digest = (text: string) => createHash('sha256').update(text).digest()
    return timingSafeEqual(digest(value ?? ''), digest(this.token))
  }
}
