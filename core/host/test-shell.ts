import { MessageChannel, Worker } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { onTestFinished } from 'vitest'
import { type HostToShell, hostToShell, type ShellToHost } from '../contract/shell-messages'
import { builtFolder, type Client } from './test-host'

/** Gives the thread what Electron gives a utility process, and runs the built entry in it. */
const program = `
  const { parentPort, workerData } = require('node:worker_threads')
  process.parentPort = {
    on: (_event, listener) => parentPort.on('message', listener),
    postMessage: (message) => parentPort.postMessage(message),
  }
  import(workerData)
`

/** Electron's main process, as far as the host can tell. */
export interface Shell {
  readonly client: Client
  /** Sends a message and resolves with the next one that fits. */
  ask(message: ShellToHost, fits: (answer: HostToShell) => boolean): Promise<HostToShell>
  /** Asks the host to finish; resolves with its exit code. */
  shutdown(): Promise<number>
}

/** Door one: the built electron-entry in a thread of its own, with one window at its MessagePort. */
export async function startShell(dataDirectory: string): Promise<Shell> {
  const host = new Worker(program, {
    eval: true,
    env: { ...process.env, SINGLET_DATA_DIR: dataDirectory },
    workerData: new URL('electron-entry.js', builtFolder).href,
  })
  const exit = new Promise<number>((resolve) => host.once('exit', resolve))
  // Never by force: a thread that ends while pictures are being read takes the tests along.
  onTestFinished(async () => {
    host.postMessage({ data: { kind: 'shutdown' }, ports: [] })
    await exit
  })
  const next = (fits: (answer: HostToShell) => boolean) =>
    new Promise<HostToShell>((resolve, reject) => {
      const listener = (data: unknown) => {
        const message = hostToShell.parse(data)
        if (!fits(message)) return
        host.off('message', listener)
        resolve(message)
      }
      host.on('message', listener)
      host.once('error', reject)
    })
  const post = (data: ShellToHost, ports: MessageChannel['port1'][] = []) => {
    host.postMessage({ data, ports }, ports)
  }
  await next(({ kind }) => kind === 'ready')
  const { port1, port2 } = new MessageChannel()
  post({ kind: 'serve' }, [port2])
  port1.start()
  onTestFinished(() => {
    port1.close()
  })
  return {
    client: createORPCClient<Client>(new RPCLink({ port: port1 })),
    ask: (message, fits) => {
      const answer = next(fits)
      post(message)
      return answer
    },
    shutdown: () => {
      post({ kind: 'shutdown' })
      return exit
    },
  }
}
