import { readFile, rm, stat } from 'node:fs/promises'
import { z } from 'zod'
import { projectPaths, writeFileAtomic } from './files'

const stateOfFile = z.object({ bytes: z.number(), mtimeMs: z.number() })

/**
 * Writes down how the project file stands at its end. To read every page of a large one takes longer
 * than all the rest of opening it: one that nothing has touched since is not read again.
 */
export async function noteClosed(directory: string): Promise<void> {
  const { database, closed } = projectPaths(directory)
  await writeFileAtomic(closed, JSON.stringify(await fileState(database)))
}

/** Whether the file is as it was closed; false after a sudden end, a copy, a repair or a backup. */
export async function takeClosedNote(directory: string): Promise<boolean> {
  const { database, closed } = projectPaths(directory)
  const text = await readFile(closed, 'utf8').catch(() => null)
  if (text === null) return false
  await rm(closed, { force: true })
  const noted = stateOfFile.safeParse(parsed(text))
  if (!noted.success) return false
  const { bytes, mtimeMs } = await fileState(database)
  return bytes === noted.data.bytes && mtimeMs === noted.data.mtimeMs
}

async function fileState(path: string): Promise<z.infer<typeof stateOfFile>> {
  const { size: bytes, mtimeMs } = await stat(path)
  return { bytes, mtimeMs }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Half a note is none.
    return null
  }
}
