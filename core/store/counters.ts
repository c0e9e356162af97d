import { sql } from 'kysely'
import type { ClassId } from '../contract/ids'
import type { ImageStatus } from '../contract/images'
import type { StateCode } from './schema'
import type { Database } from './sqlite'

/** Counts of labels by class and state, or images by status. */
export type Counts<Key> = readonly (Key & { readonly n: number })[]

/** Adds `after` and takes away `before`, class by class and state by state. */
export async function moveLabelCounts(
  db: Database,
  before: Counts<{ class: ClassId; state: StateCode }>,
  after: Counts<{ class: ClassId; state: StateCode }>,
): Promise<void> {
  const moves = [...before.map((row) => ({ ...row, n: -row.n })), ...after]
  for (const row of moves) {
    await db
      .insertInto('label_count')
      .values(row)
      .onConflict((conflict) =>
        conflict
          .columns(['class', 'state'])
          .doUpdateSet({ n: sql<number>`label_count.n + excluded.n` }),
      )
      .execute()
  }
}

/** The same for images by status. */
export async function moveStatusCounts(
  db: Database,
  before: Counts<{ status: ImageStatus }>,
  after: Counts<{ status: ImageStatus }>,
): Promise<void> {
  const moves = [...before.map((row) => ({ ...row, n: -row.n })), ...after]
  for (const row of moves) {
    await db
      .insertInto('status_count')
      .values(row)
      .onConflict((conflict) =>
        conflict.column('status').doUpdateSet({ n: sql<number>`status_count.n + excluded.n` }),
      )
      .execute()
  }
}

/** Images by status, counted afresh; for scans, which change many at once. */
export async function recountStatuses(db: Database): Promise<void> {
  await db.deleteFrom('status_count').execute()
  await sql`insert into status_count (status, n)
    select status, count(*) from image where listed = 1 group by status`.execute(db)
}

/** Labels by class and state, counted afresh. */
export async function recountLabels(db: Database): Promise<void> {
  await db.deleteFrom('label_count').execute()
  await sql`insert into label_count (class, state, n)
    select class, state, count(*) from label group by class, state`.execute(db)
}
