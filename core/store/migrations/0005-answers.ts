import { sql } from 'kysely'
import type { Database } from '../sqlite'

/** The last answers of a class without reading every label. */
export async function answersByClass(db: Database): Promise<void> {
  await sql`create index decision_answer on decision (class, id)
    where kind in ('accept', 'reject')`.execute(db)
}
