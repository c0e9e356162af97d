import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { toFailureInfo } from '../contract/failures'
import { openBrowserDoor } from './browser-door'
import { createHost } from './compose'
import { version } from './version'

/** Door two: `npm run start:browser`, the end-to-end tests, a GPU box without a screen. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string' } } })
  const port = Number(values.port ?? process.env['SINGLET_PORT'] ?? 0)
  const host = createHost({
    mode: 'browser',
    version,
    dataDirectory: process.env['SINGLET_DATA_DIR'],
  })
  const server = await openBrowserDoor(host, {
    port,
    rendererDirectory: resolve(import.meta.dirname, '../renderer'),
  }).catch(async (error: unknown) => {
    // The host's open files and timers would keep a process alive that nobody can reach.
    await host.close()
    throw error
  })
  process.stdout.write(`Singlet is at ${server.address}\n`)

  let closing = false
  const close = () => {
    if (closing) return
    closing = true
    void server
      .close()
      .then(() => host.close())
      .then(() => process.exit(0))
  }
  process.once('SIGINT', close)
  process.once('SIGTERM', close)
}

main().catch((error: unknown) => {
  const { message, advice } = toFailureInfo(error)
  process.stderr.write(`singlet: ${message}\n  ${advice}\n`)
  process.exitCode = 1
})
