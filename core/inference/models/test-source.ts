import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { basename } from 'node:path'
import type { SamFiles } from '../sam/sam-network'
import type { CatalogueModel } from './catalogue'

export interface TestSource {
  /** A catalogue of one model, `tiny`, whose files this machine serves. */
  readonly models: readonly CatalogueModel[]
  /** Every request so far: the name of the file and the range that was asked for. */
  readonly asked: string[]
  /** What the next requests are answered with instead; none is asked any more once it says so. */
  answer(instead: Answer | null): void
  close(): Promise<void>
}

export type Answer = (request: IncomingMessage, response: ServerResponse, content: Buffer) => void

/** A server of model files as those of model pages are: it knows ranges. */
export async function serveModel(files: SamFiles): Promise<TestSource> {
  const contents = new Map<string, Buffer>()
  for (const path of [files.encoder, files.decoder])
    contents.set(basename(path), await readFile(path))
  const asked: string[] = []
  let instead: Answer | null = null
  const server = createServer((request, response) => {
    const name = basename(request.url ?? '')
    asked.push(`${name} ${request.headers.range ?? 'whole'}`)
    const content = contents.get(name) ?? Buffer.alloc(0)
    ;(instead ?? send)(request, response, content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const model: CatalogueModel = {
    ...{ id: 'tiny', title: 'Tiny', goodFor: 'Tests.', licence: 'CC0-1.0', source: 'about:blank' },
    encoder: basename(files.encoder),
    decoder: basename(files.decoder),
    files: [...contents].map(([name, content]) => ({
      ...{ name, bytes: content.length, address: `http://127.0.0.1:${port}/models/${name}` },
      sha256: createHash('sha256').update(content).digest('hex'),
    })),
  }
  return {
    ...{ models: [model], asked },
    answer(other) {
      instead = other
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}

export const send: Answer = (request, response, content) => {
  const [, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? []
  if (from === undefined) {
    response.writeHead(200, { 'content-length': content.length }).end(content)
    return
  }
  const start = Number(from)
  if (start >= content.length) {
    response.writeHead(416).end()
    return
  }
  const rest = content.subarray(start)
  response
    .writeHead(206, {
      'content-length': rest.length,
      'content-range': `bytes ${start}-${content.length - 1}/${content.length}`,
    })
    .end(rest)
}
