import { classListFile } from './class-list'
import { classNames, type DatasetFormat, type ExportRow, type ExportSource } from './export-source'

/** One image a line with everything that was decided about it. */
export const jsonlFormat: DatasetFormat = {
  info: {
    id: 'jsonl',
    title: 'JSON lines',
    purpose: 'One picture a line with everything that was decided about it, for programs.',
    keeps: [
      'present, absent and undecided; what is not listed is unknown',
      'how and when each label was decided',
      'the clicked point',
      'pictures without any label, and picture sizes',
      'the class list, in classes.txt',
    ],
    loses: ['class ids', 'decisions that were changed later'],
    kind: 'dataset',
    masks: false,
    keepsUnknown: true,
    obstacle: null,
  },
  files: (source) => [{ name: 'labels.jsonl', content: lines(source) }, classListFile(source)],
  lost: () => [],
}

async function* lines(source: ExportSource): AsyncGenerator<string> {
  const names = classNames(source)
  for await (const row of source.rows()) yield `${JSON.stringify(toLine(row, names))}\n`
}

function toLine({ image, labels }: ExportRow, names: Map<number, string>) {
  return {
    file: image.path,
    width: image.width,
    height: image.height,
    labels: labels.map(({ class: id, state, kind, at, point }) => ({
      class: names.get(id) ?? '',
      state,
      kind,
      at: new Date(at).toISOString(),
      point,
    })),
  }
}
