import { classId, imageId } from '@contract/ids'
import { imageStatus, mostNamedImages } from '@contract/images'
import type { ImageFilter, ImageStatus } from '@contract/images'
import { labelState } from '@contract/labels'

/** Which pictures an address asks for, and what it calls them. */
export interface AskedPictures {
  readonly status: ImageStatus | null
  /** null when every picture of the status is asked for. */
  readonly filter: ImageFilter | null
  readonly title: string
}

/** What is in an address for this and nothing else: without these words it shows all pictures. */
export const allPictures = {
  class: undefined,
  state: undefined,
  status: undefined,
  images: undefined,
  latest: undefined,
  title: undefined,
}

/** A word that makes no sense is left out: an address may be typed, or older than a class. */
export function readFilter(query: Readonly<Record<string, unknown>>): AskedPictures {
  const class_ = classId.safeParse(Number(query['class'] ?? Number.NaN)).data
  const latest = query['latest'] !== undefined
  const images = namedImages(query['images'])
  const { title } = query
  const state = labelState.safeParse(query['state']).data
  const filter =
    class_ === undefined && images === undefined && !latest
      ? null
      : {
          ...(class_ === undefined ? {} : { class: class_, ...(state && { state }) }),
          ...(images && { images }),
          ...(latest && { latest }),
        }
  return {
    status: imageStatus.safeParse(query['status']).data ?? null,
    filter,
    title: typeof title === 'string' ? title.slice(0, 200) : '',
  }
}

function namedImages(text: unknown): ImageFilter['images'] {
  if (typeof text !== 'string') return undefined
  const ids = text.split(',').flatMap((word) => imageId.safeParse(Number(word)).data ?? [])
  return ids.slice(0, mostNamedImages)
}
