import { type PaperDatasetFacts, paperDatasetFacts } from '../../spml/presets/paper-datasets'
import { doubtsOf, publishedTable, publishedTables } from '../../spml/presets/published'
import type { Doubt, PublishedFigure, PublishedTable } from '../../spml/presets/published-table'
import { type AddCommand, subcommand } from '../command'
import { type Output, table } from '../output'
import { addPapersRun } from './papers-run'

export const addPapers: AddCommand = (program, output) => {
  const papers = subcommand(program, 'papers', 'published tables, and how to repeat them').action(
    () => {
      listPapers(output)
    },
  )
  subcommand(papers, 'table <name>', 'print a published table with its doubtful figures').action(
    (name: string) => {
      tellTable(publishedTable(name), output)
    },
  )
  addPapersRun(papers, output)
}

function listPapers(output: Output): void {
  for (const facts of paperDatasetFacts) {
    output.line({ kind: 'dataset', ...facts }, describeDataset(facts))
  }
  for (const { id, title, setup, datasets, rows } of publishedTables) {
    output.line(
      { kind: 'table', id, title, setup, datasets, rows: rows.length },
      `${id.padEnd(16)}${title}`,
    )
  }
  output.summary(
    { datasets: paperDatasetFacts.length, tables: publishedTables.length },
    'singlet papers table NAME prints a table, singlet papers run repeats its trainings: heads on features, ' +
      'where the papers train whole networks.',
  )
}

function describeDataset({ id, title, classes, training, test, note }: PaperDatasetFacts): string {
  const size = (count: number | null) => count?.toLocaleString('en') ?? 'unknown'
  const facts = `${title}: ${classes} classes, ${size(training)} + ${size(test)} images`
  return `${id.padEnd(16)}${facts}${note && `\n${' '.repeat(16)}${note}`}`
}

function tellTable(published: PublishedTable, output: Output): void {
  const { id, title, setup, datasets, rows } = published
  const doubts = doubtsOf(id)
  const isDoubtful = (label: string, column: number): boolean =>
    doubts.some(({ row, dataset }) => row === label && [null, datasets[column]].includes(dataset))
  if (!output.json) {
    const cells = rows.map(({ label, figures }) => [
      label,
      ...figures.map((figure, i) => `${figure?.printed ?? '–'}${isDoubtful(label, i) ? ' *' : ''}`),
    ])
    const body = table([['mAP in percent', ...datasets], ...cells])
    const remarks = doubts.map((doubt) => `* ${placeOf(doubt)}: ${doubt.words}`)
    output.summary({}, [`${title}\n${setup}\n`, body, '', ...remarks].join('\n'))
    return
  }
  for (const { label, method, figures } of rows) {
    const fractions = figures.map((figure, i) => [datasets[i], fractionOf(figure)] as const)
    output.line({ kind: 'row', label, method, figures: Object.fromEntries(fractions) })
  }
  for (const { row, dataset, words } of doubts) output.line({ kind: 'doubt', row, dataset, words })
  output.summary({ table: id, title, setup, datasets, rows: rows.length }, '')
}

function placeOf({ row, dataset }: Doubt): string {
  return [row, dataset].filter((part) => part !== null).join(', ') || 'The whole table'
}

/** Scores of all `--json` lines are fractions. */
function fractionOf(figure: PublishedFigure | null): { map: number; sd: number | null } | null {
  if (figure === null) return null
  const fraction = (value: number) => Number((value / 100).toFixed(6))
  return {
    map: fraction(figure.value),
    sd: figure.spread === null ? null : fraction(figure.spread),
  }
}
