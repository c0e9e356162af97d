import { isDeepStrictEqual } from 'node:util'
import type { ClassEdit, ClassEditResult } from '../contract/classes'
import { Failure } from '../contract/failures'
import type { BatchId, ClassId } from '../contract/ids'
import { appendBatch } from './batches'
import { addClasses } from './class-add'
import { changedRows } from './class-change'
import { carriedByMerge, mergeLabels, mergedRows } from './class-merge'
import { movedRows } from './class-order'
import { carriedBySplit, splitClass } from './class-split'
import { restoredRows, retiredRows } from './class-retire'
import { titleOf } from './class-titles'
import { classesOf, writeVersions, type ClassRow } from './class-versions'
import { deriveBatch } from './derive'
import { mergeSegments } from './segment-versions'
import type { Database } from './sqlite'

/** Stores one change of classes as a batch like any other: appended, never edited, undone whole. */
export async function editClasses(
  db: Database,
  at: number,
  edit: ClassEdit,
): Promise<ClassEditResult> {
  return db.transaction().execute(async (tx) => {
    const title = titleOf(edit, await classesOf(tx, named(edit)))
    const batch = await appendBatch(tx, {
      ...{ at, ms: 0, actor: 'person', view: 'classes', kind: 'decide', target: null, title },
      size: await carried(tx, edit),
    })
    const added = await write(tx, { batch, at, edit })
    await deriveBatch(tx, batch)
    return { revision: batch, title, added }
  })
}

/** The classes that an edit speaks of. */
function named(edit: ClassEdit): readonly ClassId[] {
  switch (edit.act) {
    case 'add':
      return []
    case 'change':
    case 'split':
      return [edit.class]
    case 'merge':
      return [...edit.classes, edit.into]
    case 'move':
      return edit.before === null ? edit.classes : [...edit.classes, edit.before]
    case 'group':
    case 'retire':
    case 'restore':
      return edit.classes
  }
}

/** How many labels go from one class to another by it. */
async function carried(db: Database, edit: ClassEdit): Promise<number> {
  if (edit.act === 'merge') return carriedByMerge(db, edit)
  return edit.act === 'split' ? carriedBySplit(db, edit) : 0
}

interface Writing {
  readonly batch: BatchId
  readonly at: number
  readonly edit: ClassEdit
}

async function write(db: Database, { batch, at, edit }: Writing): Promise<ClassId[]> {
  if (edit.act === 'add') return addClasses(db, batch, edit.names)
  if (edit.act === 'split') return splitClass(db, { batch, at }, edit)
  if (edit.act === 'merge') {
    await mergeLabels(db, { batch, at }, edit)
    await mergeSegments(db, { batch, at }, edit)
  }
  const rows = await different(db, await rowsAfter(db, edit))
  if (rows.length === 0) throw new Failure('BAD_REQUEST', 'This changes nothing.')
  await writeVersions(db, batch, rows)
  return []
}

/** Rows that are not what is there: to say the same again is no step to take back. */
async function different(db: Database, rows: readonly ClassRow[]): Promise<ClassRow[]> {
  const before = await classesOf(
    db,
    rows.map(({ id }) => id),
  )
  const known = new Map(before.map((row) => [row.id, row]))
  return rows.filter((row) => !isDeepStrictEqual({ ...row }, { ...known.get(row.id) }))
}

type RowEdit = Exclude<ClassEdit, { act: 'add' | 'split' }>

/** The classes that are not as before, as they shall be. */
async function rowsAfter(db: Database, edit: RowEdit): Promise<ClassRow[]> {
  switch (edit.act) {
    case 'change':
      return changedRows(db, edit)
    case 'merge':
      return mergedRows(db, edit)
    case 'retire':
      return retiredRows(await classesOf(db, edit.classes))
    case 'restore':
      return restoredRows(db, await classesOf(db, edit.classes))
    case 'group':
      return (await classesOf(db, edit.classes)).map((row) => ({
        ...row,
        group_name: edit.group?.trim().normalize('NFC') || null,
      }))
    case 'move':
      return movedRows(db, await classesOf(db, edit.classes), edit.before)
  }
}
