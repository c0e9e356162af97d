import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { z } from 'zod'
import { errnoCode } from '../contract/failures'
import type { ImageId } from '../contract/ids'
import { type SegmentTree, segmentTree } from '../contract/segments'
import { projectPaths, writeFileAtomic } from './files'

const pack = promisify(gzip)
const unpack = promisify(gunzip)

const kept = z.object({ version: z.literal(1), tree: segmentTree })

/** A picture as it is now: `stamp` is another one when its file has changed. */
interface Pictured {
  readonly image: ImageId
  readonly stamp: string
}

/** Everything in pictures, a file each and for each segmenter: made again at will, and no decision. */
export interface TreeFiles {
  /** null where none was made, or where its file is damaged. */
  read(model: string, picture: Pictured): Promise<SegmentTree | null>
  /** Throws DISK_FULL. */
  write(model: string, picture: Pictured, tree: SegmentTree): Promise<void>
  /** Tells of thousands of pictures whether there is one, by one look at the folder. */
  made(model: string): Promise<(picture: Pictured) => boolean>
}

export function treeFiles(directory: string): TreeFiles {
  const folder = (model: string) => join(projectPaths(directory).everything, model)
  return {
    read: (model, picture) => readTree(join(folder(model), nameOf(picture))),
    write: async (model, picture, tree) => {
      const json = JSON.stringify({ version: 1, tree } satisfies z.infer<typeof kept>)
      const bytes = await pack(json, { level: 3 })
      await writeFileAtomic(join(folder(model), nameOf(picture)), bytes)
    },
    made: async (model) => {
      const names = new Set(await readdir(folder(model)).catch(notThere))
      return (picture) => names.has(nameOf(picture))
    },
  }
}

function nameOf({ image, stamp }: Pictured): string {
  return `${String(image)}-${stamp}.json.gz`
}

async function readTree(path: string): Promise<SegmentTree | null> {
  const bytes = await readFile(path).catch(notThere)
  if (bytes === null) return null
  try {
    return kept.safeParse(JSON.parse((await unpack(bytes)).toString('utf8'))).data?.tree ?? null
  } catch (error) {
    if (error instanceof SyntaxError || errnoCode(error)?.startsWith('Z_') === true) return null
    throw error
  }
}

function notThere(error: unknown): null {
  if (['ENOENT', 'ENOTDIR'].includes(errnoCode(error) ?? '')) return null
  throw error
}
