import { Failure } from '../../contract/failures'

/** Scores as a file has them: rows by file name, columns by class name. */
export interface TeacherTable {
  readonly files: readonly string[]
  readonly classes: readonly string[]
  /** [files, classes]; NaN where the file says nothing. */
  readonly scores: Float32Array
}

/** A Failure TEACHER_INVALID that names the file and, where there is one, the line. */
export function invalidTeacher(path: string, reason: string, line: number | null = null): Failure {
  const place = line === null ? '' : `Line ${line}: `
  return new Failure('TEACHER_INVALID', `The scores cannot be used. ${place}${reason}`, {
    advice: 'Mend the file, choose another one, or let the run be its own teacher.',
    path,
  })
}

/** Gathers scores in any order, and refuses what is no score. */
export class TeacherTableBuilder {
  readonly #path: string
  readonly #classes = new Map<string, number>()
  readonly #rows = new Map<string, Map<number, number>>()

  constructor(path: string) {
    this.#path = path
  }

  add(file: string, name: string, score: number, line: number): void {
    if (file === '') throw invalidTeacher(this.#path, 'A picture has no file name.', line)
    if (name === '') throw invalidTeacher(this.#path, 'A class has no name.', line)
    if (!(score >= 0 && score <= 1)) {
      const reason = `The score of ${name} is ${score}; scores go from 0 to 1.`
      throw invalidTeacher(this.#path, reason, line)
    }
    const column = this.#classes.get(name) ?? this.#classes.size
    this.#classes.set(name, column)
    const row = this.#rows.get(file) ?? new Map<number, number>()
    this.#rows.set(file, row)
    if (row.has(column)) {
      throw invalidTeacher(this.#path, `${file} has a second score of ${name}.`, line)
    }
    row.set(column, score)
  }

  build(): TeacherTable {
    if (this.#rows.size === 0) throw invalidTeacher(this.#path, 'There is no score in it.')
    const width = this.#classes.size
    const scores = new Float32Array(this.#rows.size * width).fill(Number.NaN)
    for (const [i, row] of [...this.#rows.values()].entries())
      for (const [column, score] of row) scores[i * width + column] = score
    return { files: [...this.#rows.keys()], classes: [...this.#classes.keys()], scores }
  }
}
