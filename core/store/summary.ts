import type { ProjectSummary } from '../contract/projects'
import { revision } from './batches'
import { standingDecisions } from './decisions'
import { finishedRuns } from './runs'
import type { Database } from './sqlite'
import { describe, redoable, undoable } from './undo'

/** The part of the summary that the database knows. */
export type StoredSummary = Omit<
  ProjectSummary,
  'scanning' | 'features' | 'missing' | 'imagesMissing'
>

/** Everything from counters and indexes: constant time whatever the project's size. */
export async function summary(db: Database): Promise<StoredSummary> {
  return db.transaction().execute(async (tx) => ({
    revision: await revision(tx),
    ...(await imageCounts(tx)),
    ...(await labelCounts(tx)),
    unreadable: (await problemCount(tx).executeTakeFirstOrThrow()).n,
    decisions: await standingDecisions(tx),
    rounds: (await finishedRuns(tx).executeTakeFirstOrThrow()).n,
    undo: describe(await undoable(tx).executeTakeFirst()),
    redo: describe(await redoable(tx).executeTakeFirst()),
  }))
}

function problemCount(db: Database) {
  return db.selectFrom('image_problem').select((eb) => eb.fn.countAll<number>().as('n'))
}

async function imageCounts(
  db: Database,
): Promise<{ images: number; seeded: number; skipped: number }> {
  const rows = await db.selectFrom('status_count').selectAll().execute()
  const of = (status: string) => rows.find((row) => row.status === status)?.n ?? 0
  const [seeded, skipped] = [of('seeded'), of('skipped')]
  return { images: of('todo') + seeded + skipped, seeded, skipped }
}

async function labelCounts(
  db: Database,
): Promise<{ present: number; absent: number; undecided: number }> {
  const rows = await db
    .selectFrom('label_count')
    .innerJoin('class', 'class.id', 'label_count.class')
    .where('class.retired', '=', 0)
    .select((eb) => ['state', eb.fn.sum<number>('label_count.n').as('n')])
    .groupBy('state')
    .execute()
  const of = (state: number) => rows.find((row) => row.state === state)?.n ?? 0
  return { present: of(1), absent: of(-1), undecided: of(2) }
}
