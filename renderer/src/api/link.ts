import type { ClientContext, ClientLink } from '@orpc/client'

/** One way of reaching the host, good until it closes. */
export interface OpenLink {
  readonly link: ClientLink<ClientContext>
  /** Settles when the host can no longer be reached by this link. */
  readonly closed: Promise<void>
}

/** Why the host will not talk to this window at all: trying again would not help. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

/** The host is not there at the moment; the window keeps trying. */
export class HostLost extends Error {
  override readonly name = 'HostLost'
}

/** How a window finds its host: by WebSocket in a browser, by a port in the desktop program. */
export interface Connector {
  readonly mode: 'desktop' | 'browser'
  /** Rejects with Refused when trying again is pointless, with anything else when it may help. */
  open(): Promise<OpenLink>
}
