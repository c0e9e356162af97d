import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Failure } from '../../contract/failures'
import type { CatalogueFile } from './catalogue'
import { sha256Of } from './hash-file'
import { sizeOf } from './installed'
import type { ManifestFile } from './manifest'
import { writing } from './model-failures'

/** Patience with a connection that says nothing, and with one that breaks. */
export interface Patience {
  readonly silenceMs: number
  readonly tries: number
  readonly pauseMs: number
}

export const usualPatience: Patience = { silenceMs: 30_000, tries: 4, pauseMs: 1000 }

/** How far a size that nobody published exactly may be off. */
const ABOUT = 0.03

/**
 * Fetches a file into a folder, going on where an earlier attempt stopped, and checks it. Tells how many
 * bytes of it are there. What has arrived stays when it fails or is cancelled; what is not as it was
 * published does not. Throws DOWNLOAD_FAILED or DISK_FULL.
 */
export async function downloadFile(
  file: CatalogueFile,
  folder: string,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
  patience: Patience = usualPatience,
): Promise<ManifestFile> {
  const [path, partial] = [join(folder, file.name), join(folder, `${file.name}.part`)]
  const kept = await keptOf(file, path, signal)
  if (kept !== null) {
    onBytes(kept.bytes)
    return kept
  }
  // Nothing would tell if the halves of two versions were put together.
  if (file.sha256 === null) await rm(partial, { force: true })
  await fetchWhole(file, partial, { onBytes, signal, patience })
  await writing(path, () => rename(partial, path))
  const fetched = await keptOf(file, path, signal)
  if (fetched === null) throw unlike(file, 'is not as it was published')
  return fetched
}

interface Watch {
  readonly onBytes: (bytes: number) => void
  readonly signal: AbortSignal
  readonly patience: Patience
}

async function fetchWhole(file: CatalogueFile, partial: string, watch: Watch): Promise<void> {
  const { signal, patience } = watch
  for (let attempt = 1; ; attempt++) {
    const before = (await sizeOf(partial)) ?? 0
    try {
      await fetchRest(file, partial, before, watch)
      return
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof Failure || attempt >= patience.tries)
        throw asFailure(error, file, partial)
      // A connection that brought something is as good as new.
      if (((await sizeOf(partial)) ?? 0) > before) attempt = 0
      await wait(patience.pauseMs * attempt, undefined, { signal })
    }
  }
}

async function fetchRest(
  file: CatalogueFile,
  partial: string,
  from: number,
  { onBytes, signal, patience }: Watch,
): Promise<void> {
  if (from > 0 && from === file.bytes) return
  const silence = new AbortController()
  const alarm = setTimeout(() => {
    silence.abort(new Error('it fell silent'))
  }, patience.silenceMs)
  try {
    const response = await fetch(file.address, {
      // Packed on the way, its bytes could not be counted.
      headers: { 'accept-encoding': 'identity', ...(from > 0 && { range: `bytes=${from}-` }) },
      signal: AbortSignal.any([signal, silence.signal]),
    })
    if (response.status === 416) {
      // More is there than the file has: not a part of it.
      await rm(partial, { force: true })
      throw new Error('the part that was here does not belong to it')
    }
    const start = startOf(response, file, from)
    const body: AsyncIterable<Uint8Array> | null = response.body
    if (body === null) throw new Error('it sent nothing')
    let bytes = start
    // Chunk by chunk: what has been told of is on the disk, whatever happens next.
    const to = await writing(partial, () => open(partial, start > 0 ? 'a' : 'w'))
    try {
      for await (const chunk of body) {
        alarm.refresh()
        if (bytes + chunk.length > mostOf(file)) throw unlike(file, 'is larger than it should be')
        await writing(partial, () => to.writeFile(chunk))
        bytes += chunk.length
        onBytes(bytes)
      }
    } finally {
      await to.close()
    }
    const expected = Number(response.headers.get('content-length') ?? NaN)
    if (bytes - start < expected) throw new Error('the connection was cut')
  } finally {
    clearTimeout(alarm)
  }
}

/** Where in the file the answer begins; throws for one that is no file. */
function startOf(response: Response, file: CatalogueFile, asked: number): number {
  if (response.status === 200) return 0
  const [, start] = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '') ?? []
  if (response.status === 206 && Number(start) === asked) return asked
  // What a server says in passing may be over in a second; what it says of the file is not.
  if (response.status >= 500 || response.status === 429)
    throw new Error(`the server answered ${response.status}`)
  throw new Failure(
    'DOWNLOAD_FAILED',
    `${hostOf(file)} answered ${response.status} for ${file.name}.`,
    {
      path: file.address,
      advice:
        response.status === 404
          ? 'It is not there any more. Get it elsewhere and import it from its folder.'
          : 'Try again later, or get it elsewhere and import it from its folder.',
    },
  )
}

/** The file if it is here and as it was published; one that is not so is taken away. */
async function keptOf(
  file: CatalogueFile,
  path: string,
  signal: AbortSignal,
): Promise<ManifestFile | null> {
  const bytes = await sizeOf(path)
  if (bytes === null) return null
  const sha256 = await sha256Of(path, signal)
  const right = file.sha256 === null ? isAbout(bytes, file.bytes) : sha256 === file.sha256
  if (right) return { name: file.name, bytes, sha256 }
  await rm(path, { force: true })
  return null
}

const isAbout = (bytes: number, expected: number): boolean =>
  Math.abs(bytes - expected) <= ABOUT * expected

const mostOf = ({ bytes, sha256 }: CatalogueFile): number =>
  sha256 === null ? bytes * (1 + ABOUT) : bytes

function unlike(file: CatalogueFile, what: string): Failure {
  const message = `What ${hostOf(file)} sent as ${file.name} ${what}. It was not kept.`
  return new Failure('DOWNLOAD_FAILED', message, {
    path: file.address,
    advice: 'Try again; if it stays, get the model elsewhere and import it from its folder.',
  })
}

function asFailure(error: unknown, file: CatalogueFile, partial: string): Failure {
  if (error instanceof Failure) return error
  const message = `${file.name} could not be fetched from ${hostOf(file)}: ${reasonOf(error)}.`
  return new Failure('DOWNLOAD_FAILED', message, {
    ...{ path: partial, cause: error },
    advice:
      'Check the network and try again: what has arrived is kept. Or import the model from a folder.',
  })
}

/** `fetch` says little itself; its cause does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message || error.message : error.message
}

const hostOf = ({ address }: CatalogueFile): string => new URL(address).host
