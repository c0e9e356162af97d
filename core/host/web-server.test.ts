import { createServer, request as ask } from 'node:http'
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { openBrowserDoor } from './browser-door'
import { openWebDoor, startHost, temporaryFolder, type WebDoor } from './test-host'
import { makeProject } from './test-pictures'
import { startWebServer } from './web-server'

interface Asked {
  method?: string
  path?: string
  headers?: Record<string, string>
}

/** As any program on this machine could ask, with headers that a browser would not let a page set. */
function statusOf({ origin }: WebDoor, asked: Asked): Promise<number> {
  const { port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const { method = 'GET', path = '/', headers = {} } = asked
    ask({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .once('error', reject)
      .end()
  })
}

function socketAnswer(
  { origin }: WebDoor,
  protocol: string,
  headers: Record<string, string>,
): Promise<number | 'open'> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, protocol, { headers })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('unexpected-response', (_, response) => {
      resolve(response.statusCode ?? 0)
    })
    socket.once('open', () => {
      socket.terminate()
      resolve('open')
    })
  })
}

async function openDoor(): Promise<WebDoor> {
  return openWebDoor(startHost(await temporaryFolder()))
}

describe('the web server', () => {
  it('opens its WebSocket to its own page with its token, and to nobody else', async () => {
    const door = await openDoor()
    const { origin, token } = door
    const right = `singlet.${token}`
    expect(await socketAnswer(door, right, { origin })).toBe('open')
    const wrong = `singlet.${token.replace(/.$/, (last) => (last === '0' ? '1' : '0'))}`
    expect(await socketAnswer(door, wrong, { origin })).toBe(401)
    expect(await socketAnswer(door, 'singlet.', { origin })).toBe(401)
    expect(await socketAnswer(door, right, {})).toBe(403)
    expect(await socketAnswer(door, right, { origin: 'http://example.com' })).toBe(403)
    expect(await socketAnswer(door, right, { origin: 'null' })).toBe(403)
    const { port } = new URL(origin)
    const sibling = `http://127.0.0.1:${Number(port) + 1}`
    expect(await socketAnswer(door, right, { origin: sibling })).toBe(403)
    expect(await socketAnswer(door, right, { origin, host: `example.com:${port}` })).toBe(403)
  })

  it('gives its cookie for the token only, and by no simple request', async () => {
    const door = await openDoor()
    const { origin, token } = door
    const session = (headers: Record<string, string>, method = 'POST') =>
      statusOf(door, { method, path: '/session', headers })
    expect(await session({ origin, authorization: `Bearer ${token}` })).toBe(204)
    expect(await session({ origin, authorization: 'Bearer wrong' })).toBe(401)
    expect(await session({ origin })).toBe(401)
    expect(await session({ authorization: `Bearer ${token}` })).toBe(403)
    const stranger = { origin: 'http://example.com', authorization: `Bearer ${token}` }
    expect(await session(stranger)).toBe(403)
    expect(await session({ origin, authorization: `Bearer ${token}` }, 'GET')).toBe(405)
  })

  it('answers for no other host, so that no name can be bent to it', async () => {
    const door = await openDoor()
    const { port } = new URL(door.origin)
    expect(await statusOf(door, { headers: { host: `127.0.0.1:${port}` } })).toBe(200)
    expect(await statusOf(door, { headers: { host: `localhost:${port}` } })).toBe(200)
    expect(await statusOf(door, { headers: { host: 'example.com' } })).toBe(403)
    expect(await statusOf(door, { headers: { host: '127.0.0.1' } })).toBe(403)
  })

  it('shows pictures with the cookie of its session, and without it none', async () => {
    const folder = await temporaryFolder()
    const door = await openWebDoor(startHost(join(folder, 'data')))
    const { id: project } = await makeProject(door.client, folder, { pictures: 1 })
    const page = { project, order: 'folder', status: null, offset: 0, limit: 1 } as const
    const image = (await door.client.images.page(page)).items[0]?.id ?? 0
    const path = `/media/${project}/${image}/160`
    const { port } = new URL(door.origin)
    const cookie = `singlet-${port}=${door.token}`
    expect(await statusOf(door, { path, headers: { cookie } })).toBe(200)
    expect(await statusOf(door, { path })).toBe(401)
    expect(await statusOf(door, { path, headers: { cookie: `singlet-${port}=wrong` } })).toBe(401)
    expect(await statusOf(door, { path, headers: { cookie: `singlet-1=${door.token}` } })).toBe(401)
    for (const bad of [`/media/${project}/999/160`, `/media/${project}/${image}/../../x`]) {
      expect(await statusOf(door, { path: bad, headers: { cookie } }), bad).toBe(404)
    }
  })

  it.each([
    '/../secret.js',
    '/assets/../../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/assets/..%5c..%5csecret.js',
    '/%2e%2e%2fsecret.js%00.html',
  ])('never leaves its folder: %s', async (path) => {
    const folder = await temporaryFolder()
    const rendererDirectory = join(folder, 'renderer')
    await mkdir(rendererDirectory)
    await writeFile(join(rendererDirectory, 'index.html'), '<p>page</p>')
    await writeFile(join(folder, 'secret.js'), 'secret')
    const host = startHost(join(folder, 'data'))
    const server = await startWebServer(host, { port: 0, rendererDirectory })
    onTestFinished(() => server.close())
    const { origin } = new URL(server.address)
    const door = { origin } as WebDoor // all that `statusOf` reads of it
    expect(await statusOf(door, { path: '/' })).toBe(200)
    expect([400, 404]).toContain(await statusOf(door, { path }))
  })

  it('says which port is taken, and what to do', async () => {
    const other = createServer()
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address()
        resolve(typeof address === 'object' && address ? address.port : 0)
      })
    })
    onTestFinished(
      () =>
        new Promise<void>((done) =>
          other.close(() => {
            done()
          }),
        ),
    )
    const host = startHost(await temporaryFolder())
    await expect(startWebServer(host, { port, rendererDirectory: '.' })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      advice: expect.stringContaining('--port') as string,
    })
  })

  it('takes the windows of an earlier start back, on another port when theirs is taken', async () => {
    const directory = await temporaryFolder()
    const open = () => openBrowserDoor(startHost(directory), { port: 0, rendererDirectory: '.' })
    const first = await open()
    await first.close()
    const second = await open()
    onTestFinished(() => second.close())
    expect(second.address).toBe(first.address)
    expect((await stat(join(directory, 'browser-session.json'))).mode & 0o077).toBe(0)
    const third = await open()
    onTestFinished(() => third.close())
    expect(third.token).toBe(first.token)
    expect(third.port).not.toBe(first.port)
  })

  it('starts a new session where the old one is damaged or older than a week', async () => {
    const directory = await temporaryFolder()
    const token = 'a'.repeat(64)
    const session = { token, port: 4000, startedAt: Date.now() - 8 * 24 * 3600 * 1000 }
    for (const text of ['{"token":', JSON.stringify(session), '{"token":"a","port":1}']) {
      await writeFile(join(directory, 'browser-session.json'), text)
      const door = await openBrowserDoor(startHost(directory), { port: 0, rendererDirectory: '.' })
      await door.close()
      expect(door.token).not.toBe(token)
    }
  })
})
