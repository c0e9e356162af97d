import { Failure } from '../../contract/failures'
import { doubts } from './doubts'
import type { PaperDataset } from './paper-datasets'
import { otherTables } from './published-others'
import { paperTables } from './published-papers'
import type { Doubt, PublishedFigure, PublishedTable } from './published-table'

/** Every published table that is known. */
export const publishedTables: readonly PublishedTable[] = [...paperTables, ...otherTables]

/** @throws Failure NOT_FOUND */
export function publishedTable(id: string): PublishedTable {
  const table = publishedTables.find((one) => one.id === id)
  if (table) return table
  const known = publishedTables.map((one) => one.id).join(', ')
  throw new Failure('NOT_FOUND', `There is no table ${id}.`, { advice: `Known are ${known}.` })
}

/** What should not be taken as it stands in a table. */
export function doubtsOf(table: string): readonly Doubt[] {
  return doubts.filter(({ tables }) => tables.includes(table))
}

interface Published extends PublishedFigure {
  table: PublishedTable
  label: string
  /** Doubts about this very figure. */
  doubts: string[]
}

/** What is published of a method on a dataset, in the order of the tables. */
export function publishedFigures(
  method: string,
  dataset: PaperDataset,
  tables: readonly PublishedTable[] = publishedTables,
): Published[] {
  return tables.flatMap((table) => {
    const column = table.datasets.indexOf(dataset)
    return table.rows.flatMap(({ label, figures, ...row }) => {
      const figure = row.method === method ? figures[column] : undefined
      if (!figure) return []
      const about = doubtsOf(table.id).filter(
        (doubt) => doubt.row === label && (doubt.dataset === null || doubt.dataset === dataset),
      )
      return [{ ...figure, table, label, doubts: about.map(({ words }) => words) }]
    })
  })
}
