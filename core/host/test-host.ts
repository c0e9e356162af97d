import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { Contract } from '../contract'
import { createHost, type Host } from './compose'
import { startWebServer } from './web-server'

export type Client = ContractRouterClient<Contract>

const out = resolve(process.env['SINGLET_OUT'] ?? 'out')
/** Where the built workers and entries lie; `SINGLET_OUT` names another build than `out/`. */
export const builtFolder = pathToFileURL(`${join(out, 'main')}/`)

/** A folder that goes with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'singlet-host-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
  return folder
}

/** The real host with its real workers; `close` may be called early, the test's end calls it too. */
export function startHost(dataDirectory: string): Host {
  const host = createHost({
    mode: 'browser',
    version: '0.0.0-test',
    dataDirectory,
    workers: builtFolder,
  })
  let closing: Promise<void> | null = null
  const close = () => (closing ??= host.close())
  onTestFinished(close)
  return { ...host, close }
}

export interface WebDoor {
  readonly client: Client
  readonly origin: string
  readonly token: string
}

/** Door two with one window at it. */
export async function openWebDoor(host: Host): Promise<WebDoor> {
  const server = await startWebServer(host, { port: 0, rendererDirectory: join(out, 'renderer') })
  onTestFinished(() => server.close())
  const { origin, hash } = new URL(server.address)
  const token = hash.replace('#token=', '')
  return { client: await connect(origin, token), origin, token }
}

/** A window: what the browser does, with the WebSocket of Node. */
export async function connect(origin: string, token: string): Promise<Client> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, `singlet.${token}`, {
    origin,
  })
  await new Promise((open, fail) => socket.once('open', open).once('error', fail))
  onTestFinished(() => {
    socket.terminate()
  })
  // oRPC asks for a browser's WebSocket by its full type, of which it uses what `ws` has too.
  const websocket = socket as unknown as ConstructorParameters<typeof RPCLink>[0]['websocket']
  return createORPCClient<Client>(new RPCLink({ websocket }))
}
