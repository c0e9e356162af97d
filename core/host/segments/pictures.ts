import { join } from 'node:path'
import { Failure } from '../../contract/failures'
import type { ImageId } from '../../contract/ids'
import { projectPaths } from '../../store/files'
import type { ImageRow } from '../../store/images'
import { openPicturePath } from '../picture-path'
import type { Project } from '../project'
import type { SegmentPicture } from '../workers/segment-calls'

/** What a segmenter is to look with. */
export interface Segmenting {
  readonly model: string
  /** Folder of the models that a person got. */
  readonly home: string
  /** What a project may keep of embeddings, in bytes; 0 keeps none. */
  readonly limit: number
  readonly threads: number
  /** Nobody waits for it. */
  readonly background: boolean
}

/** A picture for a worker. Throws NOT_FOUND, IMAGES_MISSING, IMAGE_UNREADABLE. */
export async function segmentPicture(
  project: Project,
  image: ImageId,
  how: Segmenting,
): Promise<SegmentPicture> {
  const { path } = await project.store.images.get(image)
  const row = await project.store.images.byPath(path)
  if (row === null) throw new Failure('IMAGE_UNREADABLE', 'This picture is gone.', { path })
  return pictureOfRow(project, row, how)
}

export async function pictureOfRow(
  { imageRoot, store }: Project,
  row: ImageRow,
  { model, home, limit, threads, background }: Segmenting,
): Promise<SegmentPicture> {
  const { id: image, width, height } = row
  const path = await openPicturePath(imageRoot, row.path)
  const directory = join(projectPaths(store.directory).embeddings)
  const keep = limit > 0 ? { directory, limit } : null
  const stamp = stampOf(row)
  return { model, home, image, path, stamp, width, height, keep, threads, background }
}

/** Another one when the file has changed, as far as the last scan knows. */
export function stampOf({ bytes, mtime }: Pick<ImageRow, 'bytes' | 'mtime'>): string {
  return `${bytes.toString(36)}-${Math.round(mtime).toString(36)}`
}
