import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** Raised when an older program could no longer make sense of what is installed. */
const LAYOUT = 1

const installedFile = z.object({
  layout: z.literal(LAYOUT),
  /** Of TensorFlow. */
  version: z.string(),
  variant: z.enum(['cpu', 'gpu']),
  /** Name of the folder, within the home, that holds the library and the addon. */
  folder: z.string().regex(/^[\w.-]+$/),
  /** What the folder takes on the disk. */
  bytes: z.number(),
  /** The wheels or the folder that it came from. */
  source: z.string(),
})

/** What a finished setup has left: this file names it, so that nothing half finished is ever loaded. */
export type Installed = z.infer<typeof installedFile>

/**
 * Folder of native TensorFlow within the user's data; `SINGLET_TENSORFLOW_HOME` names another one, so
 * that several users, or the tests, can share a library.
 */
export function tensorflowHome(dataDirectory: string): string {
  return process.env['SINGLET_TENSORFLOW_HOME'] ?? join(dataDirectory, 'tensorflow')
}

/** What is installed there, or null when nothing is, or nothing that this program can use. */
export async function readInstalled(home: string): Promise<Installed | null> {
  try {
    return installedFile.parse(JSON.parse(await readFile(installedPath(home), 'utf8')))
  } catch {
    // Missing, cut off, or of another layout: a new setup replaces it.
    return null
  }
}

export function installedPath(home: string): string {
  return join(home, 'installed.json')
}

/** The compiled addon within an installed folder; it finds the library in `deps/lib` beside `lib`. */
export function addonPath(folder: string): string {
  return join(folder, 'lib', 'napi-v8', 'tfjs_binding.node')
}
