import type { ClassStatus, Taxonomy } from '../contract/classes'
import { countsOf } from './class-counts'
import { toSortCounts } from './class-sorting'
import { everyClass } from './class-versions'
import type { RetiredCode } from './schema'
import type { Database } from './sqlite'

const statuses: Record<RetiredCode, ClassStatus> = {
  0: 'live',
  1: 'retired',
  2: 'merged',
  3: 'split',
  4: 'retired',
}

/** Every class in order with its counts, hidden ones too. */
export async function taxonomyOf(db: Database): Promise<Taxonomy> {
  return db.transaction().execute(async (tx) => {
    const counts = await countsOf(tx)
    const sorting = await toSortCounts(tx)
    const rows = await everyClass(tx).execute()
    return {
      images: await imageCount(tx),
      classes: rows.map(({ id, name, colour, hotkey, ...row }) => ({
        ...{ id, name, colour, hotkey, group: row.group_name },
        ...counts(id),
        ...{ status: statuses[row.retired], into: row.successor, from: row.parent },
        toSort: sorting.get(id) ?? 0,
      })),
    }
  })
}

/** Pictures that people are asked about. */
export async function imageCount(db: Database): Promise<number> {
  const row = await db
    .selectFrom('status_count')
    .select((eb) => eb.fn.sum<number | null>('n').as('n'))
    .executeTakeFirst()
  return row?.n ?? 0
}
