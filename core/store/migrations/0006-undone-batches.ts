import { sql } from 'kysely'
import type { Database } from '../sqlite'

/** The few batches that were taken back, without reading all the others. */
export async function undoneBatches(db: Database): Promise<void> {
  await sql`create index batch_undone on batch (size) where undone_by is not null`.execute(db)
}
