import type { Contract } from '@contract/index'
import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { electronConnector } from './connect-electron'
import { reloadOnNewToken, takeToken, webConnector } from './connect-web'
import { type Connection, keepConnected } from './connection'
import { desktopBridge } from './desktop'
import type { Connector } from './link'

export type CoreClient = ContractRouterClient<Contract>

/** The window's one connection. */
export const connection: Connection = keepConnected(connector())

function connector(): Connector {
  if (desktopBridge() !== null) return electronConnector()
  reloadOnNewToken()
  return webConnector(takeToken())
}

/** All that the core can be asked. Streams end when the host is lost: use `follow` for them. */
export const core: CoreClient = createORPCClient<CoreClient>(connection.link)
