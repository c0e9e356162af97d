import type { ClassId } from '../contract/ids'
import type { StateCode } from './schema'
import type { Database } from './sqlite'

/** Labels of one class by state. */
export interface ClassCounts {
  readonly present: number
  readonly absent: number
  readonly undecided: number
}

/** Labels of every class by state, from the counters. */
export async function countsOf(db: Database): Promise<(id: ClassId) => ClassCounts> {
  const rows = await db.selectFrom('label_count').selectAll().execute()
  const count = new Map(rows.map((row) => [`${row.class}/${row.state}`, row.n]))
  const countOf = (id: ClassId, state: StateCode) => count.get(`${id}/${state}`) ?? 0
  return (id) => ({
    present: countOf(id, 1),
    absent: countOf(id, -1),
    undecided: countOf(id, 2),
  })
}
