import { RPCLink } from '@orpc/client/message-port'
import { deferred } from './deferred'
import type { Connector, OpenLink } from './link'

/**
 * Reaches the host through ports that the preload script forwards as window messages (`host-port`).
 * A second port means that the host was started again: the link before it is closed.
 */
export function electronConnector(window_: Window = window): Connector {
  const ports = portQueue(window_)
  return {
    mode: 'desktop',
    async open() {
      return toLink(await ports.next(), ports.replaced())
    },
  }
}

function toLink(port: MessagePort, replaced: Promise<void>): OpenLink {
  const closed = Promise.race([
    replaced,
    new Promise<void>((resolve) => {
      port.addEventListener('close', () => {
        resolve()
      })
    }),
  ])
  const link = new RPCLink({ port })
  port.start()
  return { link, closed }
}

interface PortQueue {
  next(): Promise<MessagePort>
  replaced(): Promise<void>
}

function portQueue(window_: Window): PortQueue {
  let waiting: MessagePort | null = null
  let arrived = deferred<undefined>()
  window_.addEventListener('message', (event: MessageEvent<unknown>) => {
    const port = event.ports[0]
    if (event.source !== window_ || event.data !== 'host-port' || port === undefined) return
    waiting = port
    arrived.resolve(undefined)
    arrived = deferred<undefined>()
  })
  return {
    async next() {
      while (waiting === null) await arrived.promise
      const port = waiting
      waiting = null
      return port
    },
    replaced: () => arrived.promise,
  }
}
