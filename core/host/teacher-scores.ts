import { Failure } from '../contract/failures'
import { type ClassId, type ImageId, type RunId, runId } from '../contract/ids'
import type { Recipe } from '../contract/training'
import { alignTeacher } from '../dataset/teacher/align-teacher'
import { readTeacher } from '../dataset/teacher/read-teacher'
import { findMethodInfo } from '../spml/catalogue'
import type { Project } from './project'
import { readRunTrust, runDirectory } from './run-files'

/** The file of scores, or the run, that a run learns from; null where its method has no teacher, or is its own. */
export function teacherFile({ method, teacher = 'self' }: Recipe): string | null {
  const needed = findMethodInfo(method).needs.includes('teacher')
  return needed && teacher !== 'self' ? teacher : null
}

interface Asked {
  readonly images: readonly ImageId[]
  readonly classes: readonly ClassId[]
}

/** The run that a teacher's name stands for; null where it is a file. */
export function teachingRun(teacher: string): RunId | null {
  return /^run-\d+$/.test(teacher) ? runId.parse(teacher) : null
}

/**
 * What a file, or another run of the project, says of its images and classes [images, classes], 0..1.
 * Throws TEACHER_INVALID.
 */
export async function teacherScores(
  project: Project,
  teacher: string,
  of: Asked,
  signal: AbortSignal,
): Promise<Float32Array> {
  const run = teachingRun(teacher)
  return run ? scoresOfRun(project, run, of) : scoresOfFile(project, teacher, of, signal)
}

/** Classes and images that came after the run are 0: it knows nothing of them. */
async function scoresOfRun(
  { store }: Project,
  run: RunId,
  { images, classes }: Asked,
): Promise<Float32Array> {
  const found = await readRunTrust(runDirectory(store.directory, run))
  if (found === null) {
    throw new Failure('TEACHER_INVALID', `${run} has no result that could teach.`, {
      advice: 'Choose a run that is done, or a file of scores.',
    })
  }
  const rows = new Map(Array.from(found.images, (id, row) => [id, row]))
  const columns = classes.map((id) => found.classes.indexOf(id))
  const scores = new Float32Array(images.length * classes.length)
  for (const [i, id] of images.entries()) {
    const start = (rows.get(id) ?? -1) * found.classes.length
    for (const [c, column] of columns.entries()) {
      if (start < 0 || column < 0) continue
      scores[i * classes.length + c] = found.scores[start + column] ?? 0
    }
  }
  return scores
}

async function scoresOfFile(
  { store }: Project,
  file: string,
  of: Asked,
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
