import { z } from 'zod'
import { DatasetBuilder } from './dataset-builder'
import { locateImageRoot } from './image-root'
import { type ImportedDataset, invalid } from './imported-dataset'
import { addLabelRow, parsePoint } from './label-row'
import { readLines } from './read-lines'

const word = z.union([z.string(), z.number(), z.boolean()]).nullish()
const point = z.object({ x: z.number(), y: z.number() }).nullish()
const label = z.object({ class: z.string(), state: word, point })
const line = z.object({
  file: z.string(),
  /** One label a line ... */
  class: z.string().optional(),
  state: word,
  point,
  /** ... or all of an image. */
  labels: z.array(label).optional(),
})
type Line = z.infer<typeof line>

/**
 * Reads JSON lines: `{"file", "class", "state"}` for one label or `{"file", "labels": [{"class",
 * "state"}]}` for all labels of an image. Throws IMPORT_INVALID with the line.
 */
export async function readLabelJsonl(path: string, signal: AbortSignal): Promise<ImportedDataset> {
  const builder = new DatasetBuilder()
  const files: string[] = []
  const visit = (text: string, number: number): void => {
    if (text.trim() === '') return
    const row = parseLine(path, text, number)
    addLine(builder, row, number)
    if (files.length < 20) files.push(row.file)
  }
  await readLines(path, visit, signal)
  return builder.build(await locateImageRoot(path, files), false)
}

function addLine(builder: DatasetBuilder, row: Line, number: number): void {
  const labels = row.labels ?? [{ class: row.class ?? '', state: row.state, point: row.point }]
  builder.addImage(row.file, number)
  for (const one of labels) {
    const state = String(one.state ?? '')
    const at = parsePoint(one.point?.x, one.point?.y)
    addLabelRow(builder, { file: row.file, class: one.class, state, point: at }, number)
  }
}

function parseLine(path: string, text: string, number: number): Line {
  try {
    return line.parse(JSON.parse(text))
  } catch (error) {
    const reason =
      error instanceof z.ZodError
        ? 'An object with "file" and "class" or "labels" was expected.'
        : 'This is not JSON.'
    throw invalid(path, reason, number)
  }
}
