import { sql } from 'kysely'
import { expectedClasses, UNDONE } from './class-versions'
import {
  deriveAll,
  expectedLabels,
  expectedPresent,
  expectedStatus,
  expectedUndoneBy,
} from './derive'
import { expectedSegments } from './segment-versions'
import type { Database } from './sqlite'

/** One thing that is derived and not what the decisions say. */
export interface Disagreement {
  readonly table:
    | 'batch'
    | 'class'
    | 'label'
    | 'image'
    | 'label_count'
    | 'status_count'
    | 'segment'
    | 'segment_count'
  /** Which row, in words. */
  readonly row: string
  readonly stored: string | null
  readonly expected: string | null
}

const labelText = sql`'image ' || image || ', class ' || class as row,
  state || ' by decision ' || decision as value`

const segmentText = sql`'segment ' || id as row, 'image ' || image || ', class '
  || coalesce(class, '-') || ', ' || state || ' by version ' || version as value`

const classText = sql`'class ' || id as row, name || ', ' || colour || ', key '
  || coalesce(hotkey, '-') || ', place ' || position || ', group ' || coalesce(group_name, '-')
  || ', state ' || retired || ', into ' || coalesce(successor, '-')
  || ', from ' || coalesce(parent, '-') as value`

/** Compares everything derived with what the decisions say; empty when all is well. */
export async function checkDerived(db: Database): Promise<Disagreement[]> {
  return db.transaction().execute(async (tx) => [
    ...(await differences(
      tx,
      'batch',
      sql`select 'batch ' || id as row, undone_by as value from batch`,
      sql`select 'batch ' || id as row, ${expectedUndoneBy} as value from batch`,
    )),
    ...(await differences(
      tx,
      'class',
      sql`select ${classText} from class where retired <> ${UNDONE}`,
      sql`select ${classText} from (${expectedClasses}) where retired <> ${UNDONE}`,
    )),
    ...(await differences(
      tx,
      'label',
      sql`select ${labelText} from label`,
      sql`select ${labelText} from (${expectedLabels}) as expected`,
    )),
    ...(await differences(
      tx,
      'image',
      sql`select 'image ' || id as row, status || ' ' || present_count as value from image`,
      sql`select 'image ' || id as row,
        ${expectedStatus} || ' ' || ${expectedPresent} as value from image`,
    )),
    ...(await differences(
      tx,
      'label_count',
      sql`select 'class ' || class || ', state ' || state as row, n as value
        from label_count where n <> 0`,
      sql`select 'class ' || class || ', state ' || state as row, count(*) as value
        from label group by class, state`,
    )),
    ...(await differences(
      tx,
      'status_count',
      sql`select status as row, n as value from status_count where n <> 0`,
      sql`select status as row, count(*) as value from image where listed = 1 group by status`,
    )),
    ...(await differences(
      tx,
      'segment',
      sql`select ${segmentText} from segment`,
      sql`select ${segmentText} from (${expectedSegments})`,
    )),
    ...(await differences(
      tx,
      'segment_count',
      sql`select 'class ' || class || ', ' || state as row, n as value
        from segment_count where n <> 0`,
      sql`select 'class ' || coalesce(class, 0) || ', ' || state as row, count(*) as value
        from segment group by class, state`,
    )),
  ])
}

/** Makes all that is derived again, from the decisions alone. One transaction. */
export async function rebuildDerived(db: Database): Promise<void> {
  await db.transaction().execute((tx) => deriveAll(tx))
}

async function differences(
  db: Database,
  table: Disagreement['table'],
  stored: ReturnType<typeof sql>,
  expected: ReturnType<typeof sql>,
): Promise<Disagreement[]> {
  type Row = { row: string; value: string | number | null }
  const extra = await sql<Row>`${stored} except ${expected}`.execute(db)
  const lacking = await sql<Row>`${expected} except ${stored}`.execute(db)
  const found = new Map<string, { stored: string | null; expected: string | null }>()
  for (const { row, value } of extra.rows) found.set(row, { stored: text(value), expected: null })
  for (const { row, value } of lacking.rows) {
    found.set(row, { stored: found.get(row)?.stored ?? null, expected: text(value) })
  }
  return [...found].map(([row, values]) => ({ table, row, ...values }))
}

function text(value: string | number | null): string | null {
  return value === null ? null : String(value)
}
