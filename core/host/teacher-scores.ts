import type { ClassId, ImageId } from '../contract/ids'
import type { Recipe } from '../contract/training'
import { alignTeacher } from '../dataset/teacher/align-teacher'
import { readTeacher } from '../dataset/teacher/read-teacher'
import { findMethodInfo } from '../spml/catalogue'
import type { Project } from './project'

/** The file of scores that a run learns from; null where its method has no teacher, or is its own. */
export function teacherFile({ method, teacher = 'self' }: Recipe): string | null {
  const needed = findMethodInfo(method).needs.includes('teacher')
  return needed && teacher !== 'self' ? teacher : null
}

/** What a file says of images and classes of a project [images, classes]. Throws TEACHER_INVALID. */
export async function teacherScores(
  { store }: Project,
  file: string,
  of: { images: readonly ImageId[]; classes: readonly ClassId[] },
  signal: AbortSignal,
): Promise<Float32Array> {
  const table = await readTeacher(file, signal)
  const paths = new Map((await store.images.all()).map(({ id, path }) => [id, path]))
  const names = new Map((await store.classes.list()).map(({ id, name }) => [id, name]))
  return alignTeacher(
    file,
    table,
    of.images.map((id) => paths.get(id) ?? ''),
    of.classes.map((id) => names.get(id) ?? ''),
  )
}
