import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import type { Contract } from '../../../contract'

export type WindowClient = ContractRouterClient<Contract>

/** Asks a host as a window does: through the socket, so that every answer is written and read. */
export async function connectTo(
  address: string,
): Promise<{ client: WindowClient; close: () => void }> {
  const { origin, hash } = new URL(address)
  const protocol = `singlet.${hash.replace('#token=', '')}`
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, protocol, { origin })
  await new Promise((open, fail) => socket.once('open', open).once('error', fail))
  // oRPC asks for a browser's WebSocket by its full type, of which it uses what `ws` has too.
  const websocket = socket as unknown as ConstructorParameters<typeof RPCLink>[0]['websocket']
  return {
    client: createORPCClient<WindowClient>(new RPCLink({ websocket })),
    close: () => {
      socket.terminate()
    },
  }
}
