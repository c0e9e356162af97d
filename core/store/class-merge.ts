import { sql, type RawBuilder } from 'kysely'
import type { ClassEdit } from '../contract/classes'
import { Failure } from '../contract/failures'
import type { BatchId, ClassId } from '../contract/ids'
import { classesOf, type ClassRow } from './class-versions'
import { cell, jsonRows, type Database } from './sqlite'

export type Merge = Extract<ClassEdit, { act: 'merge' }>

/** Who writes decisions of a change of classes, and when. */
export interface Carrying {
  readonly batch: BatchId
  readonly at: number
}

/**
 * One row an image that has a label in any of the classes: what the merged class is there, what the
 * kept class was, whether people contradict each other, and the decision that a point comes from.
 *
 * Present wins, because one of the classes is there; then undecided, because one may be there.
 * Absent needs everybody's word, or anybody's where the classes are two names of one thing.
 */
export function mergedLabels({ classes, into, absent }: Merge): RawBuilder<unknown> {
  const all = [...new Set([...classes, into])]
  const enough = absent === 'either' ? 1 : all.length
  return sql`select image,
      case when max(state = 1) then 1 when max(state = 2) then 2
        when count(*) >= ${enough} then -1 else 0 end as state,
      coalesce(max(case when class = ${into} then state end), 0) as old,
      max(state = 1) and max(state = -1) as conflict,
      min(case when state = 1 then decision end) as origin
    from label where class in (${idList(all)}) group by image`
}

export function idList(ids: readonly ClassId[]): RawBuilder<unknown> {
  return sql`select ${cell(0)} from ${jsonRows(ids.map((id) => [id]))} as j`
}

/** Labels that the kept class gets or loses. */
export async function carriedByMerge(db: Database, edit: Merge): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n
    from (${mergedLabels(edit)}) as merged where state <> old`.execute(db)
  return rows[0]?.n ?? 0
}

/** Appends what becomes of the kept class: one statement, whatever the number of labels. */
export async function mergeLabels(db: Database, { batch, at }: Carrying, edit: Merge) {
  await sql`insert into decision (batch, at, image, class, kind, state, point_x, point_y)
    select ${batch}, ${at}, merged.image, ${edit.into}, 'merge', merged.state,
      source.point_x, source.point_y
    from (${mergedLabels(edit)}) as merged
    left join decision as source on source.id = merged.origin and merged.state = 1
    where merged.state <> merged.old`.execute(db)
}

/** The classes that are no more, each with what it was merged into. Throws BAD_REQUEST. */
export async function mergedRows(db: Database, { classes, into }: Merge): Promise<ClassRow[]> {
  const rows = await classesOf(db, [...classes, into])
  const gone = rows.filter((row) => row.id !== into)
  if (gone.length === 0 || rows.some((row) => row.retired !== 0)) {
    throw new Failure('BAD_REQUEST', 'A merge needs two classes that are in use.', {
      advice: 'Choose another class; nothing was changed.',
    })
  }
  return gone.map((row) => ({ ...row, retired: 2, successor: into }))
}
