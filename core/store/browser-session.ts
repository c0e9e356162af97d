import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeFileAtomic } from './files'

const browserSession = z.object({
  token: z.string().regex(/^[0-9a-f]{64}$/),
  port: z.number().int().min(1).max(65535),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
})
/** How windows in the browser reach the host. */
export type BrowserSession = z.infer<typeof browserSession>

const KEPT_MS = 7 * 24 * 3600 * 1000
const OWNER_ONLY = 0o600

/** The session of the last start; null when there was none within a week, or nobody can read it. */
export async function readBrowserSession(
  directory: string,
  now: number,
): Promise<BrowserSession | null> {
  // A missing or damaged file means a new session, nothing worse: its windows ask for the address.
  const text = await readFile(fileIn(directory), 'utf8').catch(() => 'null')
  const found = browserSession.safeParse(jsonOf(text)).data
  return found !== undefined && now - found.startedAt < KEPT_MS ? found : null
}

/** Keeps a session for the next start, in a file that only its owner can read. */
export function keepBrowserSession(directory: string, session: BrowserSession): Promise<void> {
  return writeFileAtomic(fileIn(directory), JSON.stringify(session), OWNER_ONLY)
}

function fileIn(directory: string): string {
  return join(directory, 'browser-session.json')
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
