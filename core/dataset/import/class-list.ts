import { dirname } from 'node:path'
import { DatasetBuilder } from './dataset-builder'
import { type ImportedDataset, invalid } from './imported-dataset'
import { guessDelimiter, readCsv } from './read-csv'
import { readHead } from './read-head'
import { readLines } from './read-lines'

const headings = new Set(['class', 'classes', 'name', 'label', 'labels', 'category'])

/**
 * Reads class names, one a line: text, or the column `class`, `name` or `label` of a CSV, else its
 * first column. Empty and repeated names are told with their line. Throws IMPORT_INVALID when no
 * name is left.
 */
export async function readClassList(path: string, signal: AbortSignal): Promise<ImportedDataset> {
  const head = await readHead(path)
  const builder = new DatasetBuilder()
  const visit = columnReader(builder)
  if (path.toLowerCase().endsWith('.csv')) {
    await readCsv(path, guessDelimiter(head), visit, signal)
  } else {
    // One name a line, whatever commas it holds.
    await readLines(
      path,
      (text, line) => {
        visit({ fields: [unquote(text)], line })
      },
      signal,
    )
  }
  if (builder.classes.length === 0) throw invalid(path, 'The file names no class.')
  return builder.build(dirname(path), false)
}

function columnReader(builder: DatasetBuilder) {
  let column: number | null = null
  return ({ fields, line }: { fields: string[]; line: number }): void => {
    const isFirst = column === null
    if (column === null) {
      column = Math.max(
        fields.findIndex((field) => headings.has(field.trim().toLowerCase())),
        0,
      )
    }
    const name = fields[column] ?? ''
    if (isFirst && headings.has(name.trim().toLowerCase())) return
    addName(builder, name, line)
  }
}

function addName(builder: DatasetBuilder, name: string, line: number): void {
  const before = builder.classes.length
  const index = builder.addClass(name, line)
  if (index !== null && builder.classes.length === before) {
    builder.report(line, `The class "${name.trim()}" is listed twice.`)
  }
}

function unquote(text: string): string {
  return text.trim().replace(/^"(.*)"$/, (_, inner: string) => inner.replaceAll('""', '"'))
}
