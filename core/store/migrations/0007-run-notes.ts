import { sql } from 'kysely'
import type { Database } from '../sqlite'

/** What happened on a run's way, as a JSON list of sentences. */
export async function runNotes(db: Database): Promise<void> {
  await sql`alter table run add column notes text not null default '[]'`.execute(db)
}
