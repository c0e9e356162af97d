import { z } from 'zod'
import { Failure } from '../../contract/failures'
import { unescapeFormula } from '../formula-escape'
import { type CsvRow, guessDelimiter, readCsv } from '../import/read-csv'
import { readHead } from '../import/read-head'
import { readLines } from '../import/read-lines'
import { invalidTeacher, type TeacherTable, TeacherTableBuilder } from './teacher-table'

/**
 * Reads a teacher's scores from 0 to 1: a CSV of (file, class, score) or with a column for each class,
 * or JSON lines `{"file", "class", "score"}` or `{"file", "scores": {"dog": 0.9}}`. Throws TEACHER_INVALID
 * with the line.
 */
export async function readTeacher(path: string, signal: AbortSignal): Promise<TeacherTable> {
  try {
    const head = await readHead(path)
    const builder = new TeacherTableBuilder(path)
    if (head.trimStart().startsWith('{')) await readJsonLines(path, builder, signal)
    else await readTable(path, head, builder, signal)
    return builder.build()
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'IMPORT_INVALID') throw error
    throw invalidTeacher(path, error.message)
  }
}

const names = {
  file: ['file', 'image', 'path', 'filename', 'file_name', 'image_path', 'picture'],
  class: ['class', 'label', 'category', 'class_name'],
  score: ['score', 'probability', 'confidence', 'value'],
}

type ReadRow = (row: CsvRow) => void

async function readTable(
  path: string,
  head: string,
  builder: TeacherTableBuilder,
  signal: AbortSignal,
): Promise<void> {
  let read: ReadRow | null = null
  const visit = (row: CsvRow): void => {
    if (row.fields.every((field) => field === '')) return
    if (read) read(row)
    else read = rowReader(path, row, builder)
  }
  await readCsv(path, guessDelimiter(head), visit, signal)
}

/** How to read the rows below this header. */
function rowReader(path: string, { fields, line }: CsvRow, builder: TeacherTableBuilder): ReadRow {
  const find = (column: keyof typeof names) =>
    fields.findIndex((field) => names[column].includes(field.toLowerCase()))
  const [file, cls, score] = [find('file'), find('class'), find('score')]
  if (file < 0) {
    throw invalidTeacher(
      path,
      'A first line that names the columns, “file” among them, was expected.',
      line,
    )
  }
  const text = (row: CsvRow, column: number) => unescapeFormula(row.fields[column] ?? '')
  if (cls >= 0 && score >= 0) {
    return (row) => {
      builder.add(text(row, file), text(row, cls), numberOf(row.fields[score]), row.line)
    }
  }
  const columns = fields.map(unescapeFormula)
  return (row) => {
    if (row.fields.length !== columns.length) {
      const reason = `It has ${row.fields.length} fields, the first line ${columns.length}.`
      throw invalidTeacher(path, reason, row.line)
    }
    for (const [i, name] of columns.entries()) {
      if (i !== file) builder.add(text(row, file), name, numberOf(row.fields[i]), row.line)
    }
  }
}

/** NaN for what is no number, an empty field too. */
function numberOf(text = ''): number {
  return text === '' ? Number.NaN : Number(text)
}

const one = z.object({ file: z.string(), class: z.string(), score: z.number() })
const many = z.object({ file: z.string(), scores: z.record(z.string(), z.number()) })

function readJsonLines(
  path: string,
  builder: TeacherTableBuilder,
  signal: AbortSignal,
): Promise<void> {
  const visit = (text: string, line: number): void => {
    if (text.trim() === '') return
    const row = parseLine(path, text, line)
    const scores = 'scores' in row ? Object.entries(row.scores) : [[row.class, row.score] as const]
    for (const [name, score] of scores) builder.add(row.file, name, score, line)
  }
  return readLines(path, visit, signal)
}

function parseLine(path: string, text: string, line: number) {
  try {
    return z.union([many, one]).parse(JSON.parse(text))
  } catch (error) {
    const reason =
      error instanceof z.ZodError
        ? 'An object with “file” and “scores”, numbers by class, was expected.'
        : 'This is not JSON.'
    throw invalidTeacher(path, reason, line)
  }
}
