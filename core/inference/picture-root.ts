import { readdir } from 'node:fs/promises'
import { Failure } from '../contract/failures'

/**
 * Throws IMAGES_MISSING when the folder of the pictures is gone: an unplugged disk leaves none, or an
 * empty one where it was mounted. One failure then, and not one of every picture.
 */
export async function checkRoot(root: string): Promise<void> {
  const entries = await readdir(root).catch(() => [])
  if (entries.length > 0) return
  throw new Failure('IMAGES_MISSING', 'The folder with the pictures is not there any more.', {
    advice: 'Plug it in again or say where it is now; what was computed is kept.',
    path: root,
  })
}
