import { installedModel } from '../inference/models/installed'
import { openBasic } from './basic/open-basic'
import { openSam } from './sam/open-sam'
import type { Segmenter } from './segmenter'

/** The segmenter that comes with Singlet. */
export const basicSegmenter = 'basic'

interface OpenOptions {
  /** Folder of the models that a person got. */
  readonly home: string
  /** Threads within a network; 0 takes every core. */
  readonly threads: number
}

/** Loads a segmenter by its id. Throws MODEL_MISSING or MODEL_INVALID. */
export async function openSegmenter(
  id: string,
  { home, threads }: OpenOptions,
): Promise<Segmenter> {
  if (id === basicSegmenter) return openBasic({ threads })
  return openSam(await installedModel(home, id), { threads })
}
