import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { errnoCode } from '../../contract/failures'
import { writeDurably } from './write-durably'

const FILE = 'model.json'

const fileEntry = z.object({
  /** Within the model's folder. */
  name: z.string().regex(/^[^/\\]+$/),
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

/** What a folder of models says of itself; written last, so that what it names is whole. */
const manifest = z.object({
  version: z.literal(1),
  id: z.string(),
  title: z.string(),
  goodFor: z.string(),
  licence: z.string(),
  source: z.string(),
  encoder: z.string(),
  decoder: z.string(),
  files: z.array(fileEntry).min(1),
})
export type Manifest = z.infer<typeof manifest>
export type ManifestFile = z.infer<typeof fileEntry>

/** null where there is none; undefined where there is one that cannot be read. */
export async function readManifest(folder: string): Promise<Manifest | null | undefined> {
  try {
    return manifest.safeParse(JSON.parse(await readFile(join(folder, FILE), 'utf8'))).data
  } catch (error) {
    const code = errnoCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

export async function writeManifest(
  folder: string,
  values: Omit<Manifest, 'version'>,
): Promise<void> {
  await writeDurably(join(folder, FILE), `${JSON.stringify({ version: 1, ...values }, null, 2)}\n`)
}
