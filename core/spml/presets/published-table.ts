import type { PaperDataset } from './paper-datasets'

/** mAP in percent, with its standard deviation where one is published. */
export interface PublishedFigure {
  value: number
  spread: number | null
  /** With the decimals of the table. */
  printed: string
}

export interface PublishedRow {
  /** As the table calls it. */
  label: string
  /** Id in the catalogue of methods; null for what is none, as another backbone. */
  method: string | null
  /** One for each dataset of the table; null where it has none. */
  figures: readonly (PublishedFigure | null)[]
}

export interface PublishedTable {
  id: string
  title: string
  /** What all rows have in common. */
  setup: string
  datasets: readonly PaperDataset[]
  rows: readonly PublishedRow[]
}

/** A figure, or what is said about a table, that should not be taken as it stands. */
export interface Doubt {
  /** Ids of the tables. */
  tables: readonly string[]
  /** The label of the row; null when it is about the whole table. */
  row: string | null
  /** The column; null when it is about the whole row. */
  dataset: PaperDataset | null
  words: string
}

/** The four columns that nearly all tables have. */
export const fourDatasets = ['voc', 'coco', 'nus', 'cub'] as const

/**
 * Rows of a table written as it is printed: `method | label | figure | figure ...`, a figure being
 * `85.89±0.38`, `85.89` or `-` for none; `-` as method for what the catalogue does not have.
 */
export function rowsOf(text: string): PublishedRow[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const [method = '', label = '', ...figures] = line.split('|').map((cell) => cell.trim())
    return { method: method === '-' ? null : method, label, figures: figures.map(figureOf) }
  })
}

function figureOf(text: string): PublishedFigure | null {
  if (text === '-') return null
  const [value = '', spread] = text.split('±')
  return {
    value: Number(value),
    spread: spread === undefined ? null : Number(spread),
    printed: text,
  }
}
