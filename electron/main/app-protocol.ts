import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { contentTypeOf, resolveAsset } from './assets'
import { contentSecurityPolicy } from './content-security-policy'

/** Origin of the built page; a scheme of our own, because `file:` pages may read every file. */
export const appOrigin = 'app://singlet'

/** Serves the built page from its folder, with its policy, and nothing beside it. */
export function handleAppFiles(folder: string): void {
  protocol.handle('app', async (request) => {
    const file = resolveAsset(folder, request.url)
    if (file === null) return new Response('No such file.', { status: 404 })
    try {
      return new Response(await readFile(file), {
        headers: {
          'content-type': contentTypeOf(file),
          'content-security-policy': contentSecurityPolicy,
          'x-content-type-options': 'nosniff',
        },
      })
    } catch (error) {
      console.error(`Could not read ${file}`, error)
      return new Response('No such file.', { status: 404 })
    }
  })
}
