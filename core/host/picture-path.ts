import { realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { Failure } from '../contract/failures'

/**
 * The real place of a picture, links resolved, which must lie inside the picture folder: a link that
 * leads out of it is not followed. Throws IMAGES_MISSING when the folder is gone, IMAGE_UNREADABLE
 * when only the picture is.
 */
export async function openPicturePath(root: string, path: string): Promise<string> {
  const folder = await realpath(root).catch((cause: unknown) => {
    throw new Failure('IMAGES_MISSING', 'The picture folder cannot be reached.', {
      advice: 'Plug its disk in again, or locate it from the project menu.',
      path: root,
      cause,
    })
  })
  const file = await realpath(join(folder, path)).catch((cause: unknown) => {
    throw new Failure('IMAGE_UNREADABLE', 'This picture is gone.', { path, cause })
  })
  if (!file.startsWith(folder.endsWith(sep) ? folder : folder + sep)) {
    throw new Failure('IMAGE_UNREADABLE', 'This picture lies outside the picture folder.', { path })
  }
  return file
}
