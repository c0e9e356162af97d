import type { Sharp } from 'sharp'
import { openDirectly, openPicture } from './open-picture'
import { decodeProblem } from './unreadable'

/**
 * What `finish` makes of a picture. First the way that needs no JavaScript thread; what fails takes the
 * way that knows why. Throws IMAGE_UNREADABLE.
 */
export async function decoded<T>(path: string, finish: (picture: Sharp) => Promise<T>): Promise<T> {
  try {
    return await finish(openDirectly(path))
  } catch {
    return decodedCarefully(path, finish)
  }
}

async function decodedCarefully<T>(
  path: string,
  finish: (picture: Sharp) => Promise<T>,
): Promise<T> {
  try {
    return await finish(await openPicture(path))
  } catch (error) {
    throw decodeProblem(path, error)
  }
}
