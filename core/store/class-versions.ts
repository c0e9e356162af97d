import { sql, type RawBuilder, type Selectable } from 'kysely'
import { Failure } from '../contract/failures'
import type { BatchId, ClassId } from '../contract/ids'
import type { ClassTable, RetiredCode } from './schema'
import { cell, jsonRows, type Database } from './sqlite'

/** All that a class is, now or after a change. */
export type ClassRow = Readonly<Selectable<ClassTable>>

/** `class.retired` of those whose adding does not stand. */
export const UNDONE = 4 satisfies RetiredCode

/** Every class that ever was, in order; not those whose adding was undone. */
export function everyClass(db: Database) {
  return db
    .selectFrom('class')
    .selectAll()
    .where('retired', '<>', UNDONE)
    .orderBy('position')
    .orderBy('id')
}

/** The classes of these ids, in the order of the list. Throws NOT_FOUND unless all are there. */
export async function classesOf(db: Database, ids: readonly ClassId[]): Promise<ClassRow[]> {
  const wanted = new Set(ids)
  const rows = (await everyClass(db).execute()).filter(({ id }) => wanted.has(id))
  if (rows.length === wanted.size) return rows
  throw new Failure('NOT_FOUND', 'This class is not in the project.', {
    advice: 'It may have been taken back in another window. Nothing was changed.',
  })
}

/** Says in a batch what classes are from now on; `deriveClasses` makes it so. */
export async function writeVersions(
  db: Database,
  batch: BatchId | null,
  rows: readonly ClassRow[],
): Promise<void> {
  const cells = rows.map((row) => [
    ...[row.id, row.name, row.folded, row.colour, row.hotkey, row.position],
    ...[row.group_name, row.retired, row.successor, row.parent],
  ])
  await sql`insert into class_version (batch, class, name, folded, colour, hotkey, position,
      group_name, retired, successor, parent)
    select ${batch}, ${cell(0)}, ${cell(1)}, ${cell(2)}, ${cell(3)}, ${cell(4)}, ${cell(5)},
      ${cell(6)}, ${cell(7)}, ${cell(8)}, ${cell(9)} from ${jsonRows(cells)} as j`.execute(db)
}

/** The last version that stands of each of the classes. */
function lastVersions(classes: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select version.* from class_version as version where version.id in (
    select (select v.id from class_version as v left join batch as b on b.id = v.batch
      where v.class = c.id and b.undone_by is null order by v.id desc limit 1)
    from class as c where c.id in (${classes}))`
}

/** Classes as they should be, for comparing. */
export const expectedClasses = sql`select class.id, version.name, version.colour, version.hotkey,
    version.position, version.group_name, coalesce(version.retired, ${sql.lit(UNDONE)}) as retired,
    version.successor, version.parent
  from class left join (${lastVersions(sql`select id from class`)}) as version
    on version.class = class.id`

/** Brings classes up to date that versions of a batch are about. */
export async function deriveClasses(db: Database, batch: BatchId): Promise<void> {
  await derive(db, sql`select class from class_version where batch = ${batch}`)
}

export async function deriveEveryClass(db: Database): Promise<void> {
  await derive(db, sql`select id from class`)
}

/** All of them leave the index of names first: one may take a name that another gives up. */
async function derive(db: Database, classes: RawBuilder<unknown>): Promise<void> {
  await sql`update class set retired = ${UNDONE} where id in (${classes})`.execute(db)
  await sql`update class set name = version.name, folded = version.folded,
      colour = version.colour, hotkey = version.hotkey, position = version.position,
      group_name = version.group_name, retired = version.retired,
      successor = version.successor, parent = version.parent
    from (${lastVersions(classes)}) as version where version.class = class.id`.execute(db)
}

/** Whether a batch is about classes. */
export async function changesClasses(db: Database, batch: BatchId): Promise<boolean> {
  const row = await db
    .selectFrom('class_version')
    .select('id')
    .where('batch', '=', batch)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
