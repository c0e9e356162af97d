import { z } from 'zod'
import { Failure, failureCode } from '../contract/failures'
import { runId, type RunId } from '../contract/ids'
import { epochRecord, recipe, runMetrics, type RunInfo } from '../contract/training'
import { keyValue, parseJson } from './key-value'
import type { RunTable } from './schema'
import type { Database } from './sqlite'

/** The trainings of a project. */
export interface RunStore {
  /** A new run in state `running` with the next number, which is never given out again. */
  create(run: NewRun): Promise<RunInfo>
  /** Writes what changed. Throws NOT_FOUND. */
  update(id: RunId, change: RunChange): Promise<RunInfo>
  /** Newest first. */
  list(): Promise<RunInfo[]>
  /** Throws NOT_FOUND. */
  get(id: RunId): Promise<RunInfo>
  /** Forgets a run; decisions that answered its suggestions stay. */
  remove(id: RunId): Promise<void>
}

export type NewRun = Pick<RunInfo, 'recipe' | 'device' | 'images' | 'classes' | 'decisions'>
export type RunChange = Partial<
  Pick<RunInfo, 'state' | 'device' | 'metrics' | 'epochs' | 'failure' | 'failureCode' | 'notes'>
>

export function runStore(db: Database, now: () => number): RunStore {
  return {
    create: (run) => create(db, now(), run),
    update: (id, change) => update(db, id, change),
    list: async () => (await runRows(db).execute()).map(toInfo),
    get: (id) => getRun(db, id),
    remove: async (id) => {
      await db.deleteFrom('run').where('id', '=', id).execute()
    },
  }
}

/** Rows of `list`. */
export function runRows(db: Database) {
  return db.selectFrom('run').selectAll().orderBy('number', 'desc')
}

/** Only the writer runs trainings: what still "runs" when a writer opens died with the last one. */
export async function cancelDeadRuns(db: Database): Promise<void> {
  await db
    .updateTable('run')
    .set({ state: 'cancelled', failure: 'Singlet ended during this run.' })
    .where('state', '=', 'running')
    .execute()
}

/** Finished runs. */
export function finishedRuns(db: Database) {
  return db
    .selectFrom('run')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('state', '=', 'done')
}

async function create(db: Database, at: number, run: NewRun): Promise<RunInfo> {
  return db.transaction().execute(async (tx) => {
    const meta = keyValue(tx, 'meta')
    const number = ((await meta.get('lastRun', z.number().int())) ?? 0) + 1
    await meta.set('lastRun', number)
    const id = runId.parse(`run-${String(number)}`)
    const row = { ...run, id, number, at, recipe: JSON.stringify(run.recipe) }
    await tx
      .insertInto('run')
      .values({
        ...row,
        state: 'running',
        metrics: null,
        epochs: '[]',
        failure: null,
        notes: '[]',
        failureCode: null,
      })
      .execute()
    return getRun(tx, id)
  })
}

async function update(db: Database, id: RunId, change: RunChange): Promise<RunInfo> {
  const { metrics, epochs, notes, ...plain } = change
  const set = {
    ...plain,
    ...(epochs === undefined ? {} : { epochs: JSON.stringify(epochs) }),
    ...(notes === undefined ? {} : { notes: JSON.stringify(notes) }),
    ...(metrics === undefined ? {} : { metrics: metrics && JSON.stringify(metrics) }),
  }
  if (Object.keys(set).length > 0) {
    await db.updateTable('run').set(set).where('id', '=', id).execute()
  }
  return getRun(db, id)
}

async function getRun(db: Database, id: RunId): Promise<RunInfo> {
  const row = await db.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst()
  if (row !== undefined) return toInfo(row)
  throw new Failure('NOT_FOUND', 'This run is not in the project.')
}

function toInfo(row: RunTable): RunInfo {
  return {
    ...row,
    recipe: parseJson(row.recipe, recipe),
    metrics: row.metrics === null ? null : parseJson(row.metrics, runMetrics),
    epochs: parseJson(row.epochs, z.array(epochRecord)),
    notes: parseJson(row.notes, z.array(z.string())),
    // Of a run that goes on again it is no longer true.
    failureCode: row.failure === null ? null : failureCode.catch('INTERNAL').parse(row.failureCode),
  }
}
