import { readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { settings, type Settings, type SettingsProblem } from '../contract/app'
import { errnoCode } from '../contract/failures'
import { projectId } from '../contract/ids'
import { writeFileAtomic } from './files'

/** Raised when an older program could no longer make sense of the file. */
const version = 1

const defaults: Settings = {
  theme: 'system',
  tileSize: 160,
  language: 'en',
  motion: 'system',
  keys: { preset: 'default', changed: {} },
  device: 'auto',
  segmenter: 'basic',
  embeddingBytes: 2 * 1024 ** 3,
}

const recentEntry = z.object({
  id: projectId,
  name: z.string(),
  directory: z.string(),
  openedAt: z.number(),
})

const { theme, tileSize, language, motion, keys, device, segmenter, embeddingBytes } =
  settings.shape
const { preset, changed } = keys.shape

// Each value on its own: one that cannot be read falls back alone, the rest stays.
const userFile = z.object({
  settings: z
    .object({
      theme: theme.catch(defaults.theme),
      tileSize: tileSize.catch(defaults.tileSize),
      language: language.catch(defaults.language),
      motion: motion.catch(defaults.motion),
      keys: z
        .object({ preset: preset.catch('default'), changed: changed.catch({}) })
        .catch(defaults.keys),
      device: device.catch(defaults.device),
      segmenter: segmenter.catch(defaults.segmenter),
      embeddingBytes: embeddingBytes.catch(defaults.embeddingBytes),
    })
    .catch(defaults),
  recent: z.array(z.unknown()).catch([]),
})

export interface UserData {
  readonly settings: Settings
  readonly recent: readonly z.infer<typeof recentEntry>[]
}

const empty: UserData = { settings: defaults, recent: [] }

/**
 * Reads the file; a missing one counts as empty. One that is damaged, or of a newer program, is put
 * aside under another name before anything is written in its place, and the defaults hold.
 */
export async function readUserFile(
  path: string,
  now: () => number,
): Promise<{ data: UserData; problem: SettingsProblem | null }> {
  const text = await textOf(path)
  if (text === null) return { data: empty, problem: null }
  const file = parse(text)
  const kind = file === null ? 'damaged' : versionOf(file) > version ? 'newer' : null
  if (kind !== null)
    return { data: empty, problem: { kind, kept: await putAside(path, kind, now) } }
  const read = userFile.parse(file)
  const recent = read.recent.flatMap((entry) => recentEntry.safeParse(entry).data ?? [])
  return { data: { settings: read.settings, recent }, problem: null }
}

export async function writeUserFile(path: string, data: UserData): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify({ version, ...data }, null, 2)}\n`)
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return null
    throw error
  }
}

/** The object in the file, or null when there is none. */
function parse(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function versionOf(file: object): number {
  return 'version' in file && typeof file.version === 'number' ? file.version : 0
}

/** Never over another one that was put aside. */
async function putAside(
  path: string,
  kind: SettingsProblem['kind'],
  now: () => number,
): Promise<string> {
  const stamp = new Date(now()).toISOString().replaceAll(/[:.]/g, '-')
  const kept = join(dirname(path), `user-${kind}-${stamp}.json`)
  try {
    await rename(path, kept)
  } catch (error) {
    // Another reader of this moment was first.
    if (errnoCode(error) !== 'ENOENT') throw error
  }
  return kept
}
