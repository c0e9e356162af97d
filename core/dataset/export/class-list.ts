import type { ExportFile, ExportSource } from './export-source'

/** `classes.txt`: every class, also those without a label, one name a line in the project's order. */
export function classListFile(source: ExportSource): ExportFile {
  return { name: 'classes.txt', content: lines(source) }
}

function* lines(source: ExportSource): Generator<string> {
  for (const { name } of source.classes) yield `${name}\n`
}
