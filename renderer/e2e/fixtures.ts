import { test as base, expect } from '@playwright/test'
import { type RunningHost, startHost, temporaryFolder } from './host'

export { expect }

interface Fixtures {
  /** A folder of this test alone, removed after it. */
  folder: string
  /** Starts the host, again after a `kill()` if need be, always on the same user's files. */
  start: (port?: number) => Promise<RunningHost>
  /** A host that runs already, with nothing in it. */
  host: RunningHost
  /** Presses keys one after the other, as a person who never touches the mouse. */
  press: (...keys: string[]) => Promise<void>
  /** Fails a test that reached out of this machine or threw inside the page. */
  watched: undefined
}

const ownHost = /^(https?|wss?):\/\/127\.0\.0\.1(:\d+)?\//
const inMemory = /^(data|blob|about):/

export const test = base.extend<Fixtures>({
  // Playwright takes a fixture's needs from this pattern, so the empty one has to be there.
  folder: async ({}, use) => {
    const folder = temporaryFolder()
    await use(folder.path)
    folder.remove()
  },

  start: async ({ folder }, use) => {
    const hosts: RunningHost[] = []
    await use(async (port) => {
      const host = await startHost(folder, port)
      hosts.push(host)
      return host
    })
    const outgoing = hosts.flatMap((host) => host.outgoing())
    for (const host of hosts) await host.stop()
    expect(outgoing, 'machines that the host tried to reach').toEqual([])
  },

  host: async ({ start }, use) => {
    await use(await start())
  },

  press: async ({ page }, use) => {
    await use(async (...keys) => {
      for (const key of keys) await page.keyboard.press(key)
    })
  },

  watched: [
    async ({ context }, use) => {
      const left: string[] = []
      const thrown: string[] = []
      const note = (url: string) => {
        if (!ownHost.test(url) && !inMemory.test(url)) left.push(url)
      }
      context.on('request', (request) => {
        note(request.url())
      })
      context.on('page', (page) => {
        page.on('websocket', (socket) => {
          note(socket.url())
        })
      })
      context.on('weberror', (error) => {
        thrown.push(error.error().message)
      })
      await use(undefined)
      expect(left, 'requests that left this machine').toEqual([])
      expect(thrown, 'errors in the page that nobody caught').toEqual([])
    },
    { auto: true },
  ],
})
