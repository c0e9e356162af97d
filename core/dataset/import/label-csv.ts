import { unescapeFormula } from '../formula-escape'
import { isPictureName } from '../picture-files'
import { DatasetBuilder } from './dataset-builder'
import { locateImageRoot } from './image-root'
import { type ImportedDataset, invalid } from './imported-dataset'
import { addLabelRow, parsePoint } from './label-row'
import { type CsvRow, guessDelimiter, readCsv } from './read-csv'
import { readHead } from './read-head'

const names = {
  file: ['file', 'image', 'path', 'filename', 'file_name', 'image_path', 'picture'],
  class: ['class', 'label', 'category', 'class_name', 'tag', 'labelname'],
  state: ['state', 'value', 'present', 'confidence'],
  x: ['x'],
  y: ['y'],
}
type Columns = Record<keyof typeof names, number>

const withoutHeader: Columns = { file: 0, class: 1, state: 2, x: -1, y: -1 }

/** Whether a first row names the columns of a label table. */
function isLabelHeader(fields: string[]): boolean {
  const columns = findColumns(fields)
  return columns.file >= 0 && columns.class >= 0
}

/** Whether rows look like (file, class, ...): by their header or by a picture's name in front. */
export function isLabelTable(fields: string[]): boolean {
  return isLabelHeader(fields) || (fields.length > 1 && isPictureName(fields[0] ?? ''))
}

/**
 * Reads a CSV of (file, class, state), with or without a header; state is present where it is not
 * given, `x` and `y` are the clicked point. A leading apostrophe before = + - @ is the escape of
 * our own export and is taken off. Throws IMPORT_INVALID with the line.
 */
export async function readLabelCsv(path: string, signal: AbortSignal): Promise<ImportedDataset> {
  const builder = new DatasetBuilder()
  const files: string[] = []
  let columns: Columns | null = null
  const visit = ({ fields, line }: CsvRow): void => {
    if (columns === null) {
      const hasHeader = isLabelHeader(fields)
      columns = hasHeader ? findColumns(fields) : withoutHeader
      if (hasHeader) return
      if (fields.length < 2) throw invalid(path, 'A file and a class were expected.', line)
    }
    if (fields.every((field) => field === '')) return
    addRow(builder, fields, columns, line)
    if (files.length < 20) files.push(fields[columns.file] ?? '')
  }
  await readCsv(path, guessDelimiter(await readHead(path)), visit, signal)
  return builder.build(await locateImageRoot(path, files), false)
}

function addRow(builder: DatasetBuilder, fields: string[], columns: Columns, line: number): void {
  const text = (column: number): string => unescapeFormula(fields[column] ?? '')
  const row = {
    file: text(columns.file),
    class: text(columns.class),
    state: fields[columns.state] ?? '',
    point: parsePoint(fields[columns.x], fields[columns.y]),
  }
  addLabelRow(builder, row, line)
}

function findColumns(fields: string[]): Columns {
  const lower = fields.map((field) => field.trim().toLowerCase())
  const find = (column: keyof Columns): number =>
    lower.findIndex((field) => names[column].includes(field))
  return {
    file: find('file'),
    class: find('class'),
    state: find('state'),
    x: find('x'),
    y: find('y'),
  }
}
