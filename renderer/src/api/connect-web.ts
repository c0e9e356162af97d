import { RPCLink } from '@orpc/client/websocket'
import { type Connector, HostLost, type OpenLink, Refused } from './link'

const storageKey = 'singlet.token'
/** After the `#` alone, or after the address of a view. */
const tokenPattern = /[#?&]token=([\w-]+)$/

/**
 * Takes the token out of the address (`#token=...`) into this tab's session storage, so that neither
 * the address bar nor a bookmark keeps it; returns the token, or null when there is none.
 */
export function takeToken(window_: Window = window): string | null {
  const match = tokenPattern.exec(window_.location.hash)
  if (match?.[1] !== undefined) {
    window_.sessionStorage.setItem(storageKey, match[1])
    window_.history.replaceState(null, '', withoutToken(window_.location))
  }
  return window_.sessionStorage.getItem(storageKey)
}

/**
 * Starts this page anew when an address with a token is put into its address bar: that is how a window
 * whose host was started again gets the new token.
 */
export function reloadOnNewToken(window_: Window = window): void {
  window_.addEventListener('hashchange', (event) => {
    const token = tokenPattern.exec(new URL(event.newURL).hash)?.[1]
    if (token === undefined) return
    window_.sessionStorage.setItem(storageKey, token)
    window_.history.replaceState(null, '', withoutToken(window_.location))
    window_.location.reload()
  })
}

function withoutToken({ pathname, hash }: Location): string {
  return `${pathname}${hash.replace(tokenPattern, '') || '#/'}`
}

/** Reaches the host that served this page: a cookie for pictures, then a WebSocket with the token. */
export function webConnector(token: string | null): Connector {
  return {
    mode: 'browser',
    async open() {
      if (token === null) throw new Refused('no token')
      await beginSession(token)
      return openSocket(token)
    },
  }
}

async function beginSession(token: string): Promise<void> {
  const response = await fetch('/session', {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
  })
  if (response.status === 401 || response.status === 403) throw new Refused('wrong token')
  if (!response.ok) throw new HostLost(`session: ${response.status}`)
}

function openSocket(token: string): Promise<OpenLink> {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  const socket = new WebSocket(`${scheme}://${location.host}/rpc`, [`singlet.${token}`])
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => {
      resolve()
    })
  })
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => {
      resolve({ link: new RPCLink({ websocket: socket }), closed })
    })
    void closed.then(() => {
      reject(new HostLost('the socket closed'))
    })
  })
}
