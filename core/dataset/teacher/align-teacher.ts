import { matchFiles } from '../import/match-files'
import { invalidTeacher, type TeacherTable } from './teacher-table'

/** Names that a failure lists of those that lack something. */
const LISTED = 3

/**
 * A teacher's scores [paths, classes] for pictures and classes of a project, matched by their names (a
 * class in any case). What the file has beyond them is left out. Throws TEACHER_INVALID with the first of
 * those that have no score.
 */
export function alignTeacher(
  path: string,
  table: TeacherTable,
  paths: readonly string[],
  classes: readonly string[],
): Float32Array {
  const columns = columnsOf(path, table, classes)
  const rowOf = new Map<string, number>()
  for (const [row, picture] of matchFiles(table.files, paths).entries())
    if (picture !== null) rowOf.set(picture, row)
  const lacking = paths.filter((picture) => !rowOf.has(picture))
  if (lacking.length > 0) {
    const matched = new Set(rowOf.values())
    const other = table.files.find((_, row) => !matched.has(row))
    const has = other === undefined ? '' : ` It names others, ${other} for one.`
    throw invalidTeacher(
      path,
      `It has scores of ${table.files.length} pictures, and none of ${lacking.length} of the ` +
        `${paths.length} to train on: ${listed(lacking)}.${has}`,
    )
  }
  const scores = new Float32Array(paths.length * classes.length)
  for (const [i, picture] of paths.entries()) {
    const start = (rowOf.get(picture) ?? 0) * table.classes.length
    for (const [c, column] of columns.entries()) {
      const score = table.scores[start + column] ?? Number.NaN
      if (Number.isNaN(score))
        throw invalidTeacher(path, `${picture} has no score of ${classes[c] ?? ''}.`)
      scores[i * classes.length + c] = score
    }
  }
  return scores
}

function columnsOf(path: string, table: TeacherTable, classes: readonly string[]): number[] {
  const normal = (name: string) => name.trim().normalize('NFC').toLowerCase()
  const known = new Map(table.classes.map((name, column) => [normal(name), column]))
  const lacking = classes.filter((name) => !known.has(normal(name)))
  if (lacking.length > 0) {
    throw invalidTeacher(
      path,
      `It has no score of ${lacking.length} of ${classes.length} classes: ${listed(lacking)}. ` +
        `It has ${listed(table.classes)}.`,
    )
  }
  return classes.map((name) => known.get(normal(name)) ?? 0)
}

function listed(names: readonly string[]): string {
  const more = names.length - LISTED
  return names.slice(0, LISTED).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
