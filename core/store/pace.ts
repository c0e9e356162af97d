import type { Database } from './sqlite'

/** Pages that say how fast a person is at the moment. */
const RECENT_PAGES = 50
/** Gestures among which they are looked for. */
const LOOKED_THROUGH = 500

/** How long the last sweep pages took, newest first. */
export async function sweepPages(db: Database): Promise<{ ms: number; size: number }[]> {
  return db
    .selectFrom((inner) =>
      inner
        .selectFrom('batch')
        .select(['view', 'ms', 'size'])
        .where('kind', '=', 'decide')
        .where('undone_by', 'is', null)
        .orderBy('id', 'desc')
        .limit(LOOKED_THROUGH)
        .as('last'),
    )
    .select(['last.ms', 'last.size'])
    .where('last.view', '=', 'sweep')
    .where('last.ms', '>', 0)
    .limit(RECENT_PAGES)
    .execute()
}
