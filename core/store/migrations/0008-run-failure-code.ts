import { sql } from 'kysely'
import type { Database } from '../sqlite'

/** What kind of failure ended a run, beside its words: what can be offered depends on it. */
export async function runFailureCode(db: Database): Promise<void> {
  await sql`alter table run add column failureCode text`.execute(db)
}
