import type { FolderCount } from '../contract/app'
import { walkFolder } from './walk'

const step = 500

/** Counts the pictures of a folder tree without opening any, telling how far it is every 500 entries. */
export async function* countPictures(
  root: string,
  signal: AbortSignal,
): AsyncGenerator<FolderCount> {
  const count = { pictures: 0, folders: 0 }
  let seen = 0
  for await (const entry of walkFolder(root, signal)) {
    if (entry.kind === 'picture') count.pictures += 1
    if (entry.kind === 'folder') count.folders += 1
    seen += 1
    if (seen % step === 0) yield { ...count, finished: false }
  }
  yield { ...count, finished: true }
}
