import { resolve } from 'node:path'
import { openBrowserDoor } from '../../host/browser-door'
import { type AddCommand, parseInteger, subcommand } from '../command'
import { withHost } from '../host-session'

export const addServe: AddCommand = (program, output) => {
  subcommand(program, 'serve [directory]', 'serve the app to a browser on this machine')
    .option('--port <number>', 'port to listen on (a free one by default)', parseInteger, 0)
    .action(async (directory: string | undefined, options: { port: number }) => {
      await withHost(async ({ host, client }) => {
        const project = directory ? await client.projects.open({ directory }) : null
        const server = await openBrowserDoor(host, {
          port: options.port,
          rendererDirectory: resolve(import.meta.dirname, '../renderer'),
        })
        const view = project ? `/p/${project.id}/label` : '/'
        const address = server.address.replace('/#', `/#${view}?`)
        output.line({ kind: 'serving', address, port: server.port }, `Singlet is at ${address}`)
        await new Promise((end) => {
          process.once('SIGINT', end)
          process.once('SIGTERM', end)
        })
        await server.close()
      })
    })
}
