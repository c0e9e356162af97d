import { escapeFormula } from '../formula-escape'
import { classListFile } from './class-list'
import {
  classNames,
  type DatasetFormat,
  type ExportCounts,
  type ExportRow,
  type ExportSource,
} from './export-source'

/** One label a row, for spreadsheets and scripts. */
export const csvFormat: DatasetFormat = {
  info: {
    id: 'csv',
    title: 'CSV',
    purpose: 'One label a row, for spreadsheets and small scripts.',
    keeps: [
      'present, absent and undecided; what is not listed is unknown',
      'how and when each label was decided',
      'the clicked point',
      'the class list, in classes.txt',
    ],
    loses: ['pictures without any label', 'picture sizes', 'class ids'],
    kind: 'dataset',
    masks: false,
    keepsUnknown: true,
    obstacle: null,
  },
  files: (source) => [{ name: 'labels.csv', content: rows(source) }, classListFile(source)],
  lost,
}

async function* rows(source: ExportSource): AsyncGenerator<string> {
  const names = classNames(source)
  yield 'file,class,state,kind,at,x,y\n'
  for await (const row of source.rows()) yield imageLines(row, names)
}

function imageLines({ image, labels }: ExportRow, names: Map<number, string>): string {
  const file = quote(image.path)
  return labels
    .map(({ class: id, state, kind, at, point }) => {
      const fields = [file, quote(names.get(id) ?? ''), state, kind, new Date(at).toISOString()]
      return `${[...fields, point?.x ?? '', point?.y ?? ''].join(',')}\n`
    })
    .join('')
}

function quote(text: string): string {
  const safe = escapeFormula(text)
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function lost({ unlabelled }: ExportCounts): string[] {
  return unlabelled === 0 ? [] : [`${unlabelled} pictures without any label are left out.`]
}
